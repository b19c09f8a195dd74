package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.FollowedRecords;
import dev.linewarden.client.Progress;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.schemas.Decision;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What both policies of a pool decide, read on as they decide it. Not thread-safe. */
public final class ShadowWatch implements AutoCloseable {

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
        comparison = new ShadowComparison(run, began);
        second = new FollowedRecords(cluster, List.of(cluster.topics().shadowDecisions()));
        first = new FollowedRecords(cluster, cluster.topics().decisions());
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
