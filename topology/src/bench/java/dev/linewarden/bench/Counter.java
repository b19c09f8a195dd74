package dev.linewarden.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts committed records as a consumer sees them. Opened before what it measures starts, so that it misses no beginning. */
final class Counter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Counter(String bootstrapServers, List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        partitions.forEach(consumer::position);
    }

    /** From now on to the last record that is expected: a first commit that comes late hides no work that was done before it. */
    double recordsPerSecond(int expected) {
        return recordsPerSecond(expected, () -> {});
    }

    /** @param check throws when what is waited for will not come */
    double recordsPerSecond(int expected, Runnable check) {
        long began = System.nanoTime();
        int seen = await(expected, check);
        return seen * 1e9 / (System.nanoTime() - began);
    }

    /** Waits for the first that come, and answers how many they are. */
    int awaitFirst(Runnable check) {
        return await(1, check);
    }

    private int await(int expected, Runnable check) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (seen < expected) {
            check.run();
            seen += consumer.poll(Duration.ofMillis(20)).count();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + seen + " of " + expected + " within " + PATIENCE);
            }
        }
        return seen;
    }

    /** Shows so many records, each as soon as it is there. */
    void each(int expected, Consumer<ConsumerRecord<byte[], byte[]>> take) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (seen < expected) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(20));
            polled.forEach(take);
            seen += polled.count();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("only " + seen + " of " + expected + " within " + PATIENCE);
            }
        }
    }

    /** Shows what is there at once. */
    void some(Consumer<ConsumerRecord<byte[], byte[]>> take) {
        consumer.poll(Duration.ofMillis(20)).forEach(take);
    }

    /** Shows what there is, to the end that each partition has now. */
    void rest(Consumer<ConsumerRecord<byte[], byte[]>> take) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            some(take);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
