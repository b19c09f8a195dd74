package dev.linewarden.audit.replay;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Offsets;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.schemas.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of each journal partition a replay goes over. The gate may be running: how far it has come is asked before
 * anything else, and when the stretches are found, all decisions that were made in them are in their topics.
 */
final class Spans {

    private final Cluster cluster;
    private final Scope scope;
    private final @Nullable CheckpointFolder checkpoints;
    private final BooleanSupplier isCancelled;

    Spans(Cluster cluster, Scope scope, @Nullable CheckpointFolder checkpoints, BooleanSupplier isCancelled) {
        this.cluster = cluster;
        this.scope = scope;
        this.checkpoints = checkpoints;
        this.isCancelled = isCancelled;
    }

    /**
     * The stretches, by partition.
     *
     * @throws ClusterException when a topic is missing
     */
    List<Span> find() {
        String journal = cluster.topics().journal();
        String ticks = cluster.topics().ticks();
        Map<TopicPartition, Long> taken = Offsets.committed(cluster, scope.applicationId());
        Map<TopicPartition, Long> written = Offsets.written(cluster, List.of(journal, ticks));
        awaitDecisions(written);
        SortedMap<Integer, Long> ends = new TreeMap<>();
        written.forEach((partition, end) -> {
            if (partition.topic().equals(journal)) {
                ends.put(partition.partition(), end);
            }
        });
        List<Span> spans = new ArrayList<>();
        ends.forEach((partition, end) -> {
            if (isAskedFor(partition, ends.size())) {
                long tick = written.getOrDefault(new TopicPartition(ticks, partition), 0L);
                // A gate that has taken something in and decided nothing yet has come nowhere.
                long until = taken.isEmpty() ? end : taken.getOrDefault(new TopicPartition(journal, partition), 0L);
                spans.add(span(partition, Math.min(end, until), tick));
            }
        });
        return spans;
    }

    /** What a gate decides by itself is told in the transaction of its tick, perhaps behind the tick. */
    private void awaitDecisions(Map<TopicPartition, Long> written) {
        Map<TopicPartition, Long> ticks = new HashMap<>(written);
        ticks.keySet()
                .removeIf(
                        partition -> !partition.topic().equals(cluster.topics().ticks()));
        Offsets.awaitCommitted(cluster, ticks, isCancelled);
    }

    private boolean isAskedFor(int partition, int partitions) {
        String pool = scope.pool();
        return pool == null || PartitionRecords.partitionOf(pool, partitions) == partition;
    }

    private Span span(int partition, long written, long ticks) {
        if (written == 0) {
            return new Span(partition, null, 0, -1, 0, 0, ticks, -1);
        }
        try (PartitionRecords journal =
                new PartitionRecords(cluster, cluster.topics().journal(), partition)) {
            long end = scope.to() == null ? written : Math.min(written, journal.offsetAt(scope.to()));
            long from = scope.from() == null ? 0 : journal.offsetAt(scope.from());
            long behind =
                    checkpoints == null ? -1 : checkpoints.lastBefore(partition, Math.min(from == 0 ? end : from, end));
            Instant oldest = null;
            long oldestOffset = journal.begin();
            if (journal.begin() < written && journal.hasNext()) {
                PartitionRecords.Recorded first = journal.next();
                oldest = first.appended();
                oldestOffset = first.offset();
            }
            long begin = journal.isWhole() ? 0 : oldestOffset;
            return new Span(partition, oldest, begin, behind, from, end, ticks, ticksSince(partition));
        }
    }

    private long ticksSince(int partition) {
        try (PartitionRecords ticks =
                new PartitionRecords(cluster, cluster.topics().ticks(), partition)) {
            boolean isOlderGone = !ticks.isWhole() && ticks.hasNext();
            return isOlderGone && ticks.next().value() instanceof Tick first ? first.getAfterOffset() : -1;
        }
    }
}
