package dev.linewarden.audit.replay;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Offsets;
import dev.linewarden.client.RecordReader;
import dev.linewarden.client.Values;
import dev.linewarden.contract.DecisionScan;
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
        RecordReader.readTo(cluster, of(topic), isCancelled, (record, value) -> {
            if (value instanceof Decision decision) {
                take.accept(decision);
            }
            read.incrementAndGet();
        });
    }

    /** Hands over a fingerprint of each decision of one topic, in the calling thread; most are not even decoded. */
    void readPrints(String topic, BooleanSupplier isCancelled, Consumer<Print> take) {
        Prints prints = new Prints(new Values(cluster, DecisionScan::knows));
        RecordReader.readTo(cluster, of(topic), isCancelled, record -> {
            Print print = record.value() == null ? null : prints.of(record.topic(), record.value());
            if (print != null) {
                take.accept(print);
            }
            read.incrementAndGet();
        });
    }

    private Map<TopicPartition, Long> of(String topic) {
        Map<TopicPartition, Long> its = new HashMap<>(ends);
        its.keySet().removeIf(partition -> !partition.topic().equals(topic));
        return its;
    }
}
