package dev.linewarden.audit.replay;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Offsets;
import dev.linewarden.client.RecordReader;
import dev.linewarden.schemas.Decision;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The decisions that were recorded, read to where their topics ended when the reading began. */
final class Decisions {

    private final Cluster cluster;
    private final Map<TopicPartition, Long> ends;
    private final AtomicLong read = new AtomicLong();

    Decisions(Cluster cluster) {
        this.cluster = cluster;
        this.ends = Offsets.written(cluster, cluster.topics().decisions());
    }

    /** How many records there are at most. */
    long count() {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many were read. */
    long read() {
        return read.get();
    }

    /** Hands over all decisions of one topic, in the calling thread. */
    void read(String topic, BooleanSupplier isCancelled, Consumer<Decision> take) {
        Map<TopicPartition, Long> its = new HashMap<>(ends);
        its.keySet().removeIf(partition -> !partition.topic().equals(topic));
        RecordReader.readTo(cluster, its, isCancelled, (record, value) -> {
            if (value instanceof Decision decision) {
                take.accept(decision);
            }
            read.incrementAndGet();
        });
    }
}
