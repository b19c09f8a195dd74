package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.FollowedRecords;
import dev.linewarden.client.Progress;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.schemas.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What both policies of a pool decide, read on as they decide it. Not thread-safe. */
public final class ShadowWatch implements AutoCloseable {

    private final ShadowRun run;
    private final Instant began;
    private final ShadowComparison comparison;
    private final FollowedRecords second;
    private final FollowedRecords first;

    /**
     * Begins at the topics' beginnings.
     *
     * @param run has begun to judge
     * @throws dev.linewarden.client.ClusterException when a topic is missing
     */
    public ShadowWatch(Cluster cluster, ShadowRun run, Instant began) {
        this.run = run;
        this.began = began;
        comparison = new ShadowComparison(run, began);
        second = FollowedRecords.all(cluster, List.of(cluster.topics().shadowDecisions()));
        try {
            first = FollowedRecords.all(cluster, cluster.topics().decisions());
        } catch (RuntimeException none) {
            second.close();
            throw none;
        }
    }

    /**
     * One look; null before the second policy has begun to judge.
     *
     * @throws dev.linewarden.client.ClusterException when a topic is missing
     */
    public static ShadowComparison.@Nullable Result once(Cluster cluster, ShadowRun run, Progress progress) {
        Instant began = run.began();
        if (began == null) {
            return null;
        }
        try (ShadowWatch watch = new ShadowWatch(cluster, run, began)) {
            return watch.look(progress);
        }
    }

    /** Whether it is of this run as it stands now: neither of another, nor of one that has ended since, which counts no more. */
    public boolean isOf(ShadowRun now) {
        return began.equals(now.began()) && Objects.equals(run.ended(), now.ended());
    }

    /** Both as they stand now, with what has come since the last look. */
    public ShadowComparison.Result look(Progress progress) {
        try (Progress.Task reading = progress.begin("decisions")) {
            read(second, comparison::takeSecond, reading);
            read(first, comparison::takeFirst, reading);
        }
        return comparison.result();
    }

    private static void read(FollowedRecords records, Consumer<Decision> taker, Progress.Task reading) {
        records.readOn(record -> {
            reading.step();
            if (record instanceof Decision decision) {
                taker.accept(decision);
            }
        });
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }
}
