package dev.linewarden.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from beginning to present end, or on and on. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /**
     * A reader on the consumer, which stays the caller's.
     *
     * @throws ClusterException for a topic that is not there
     */
    public TopicReader(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        this.consumer = consumer;
        partitions.addAll(partitionsOf(consumer, topics));
        consumer.assign(partitions);
    }

    /**
     * All partitions of the topics.
     *
     * @throws ClusterException for a topic that is not there
     */
    public static List<TopicPartition> partitionsOf(KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new ClusterException("there is no topic " + topic
                        + ": check the name, or create the topics with `linewarden topics create`");
            }
            found.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    /** Everything that is there now; stops early when the reader says so. */
    public void readToEnd(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.seekToBeginning(partitions);
        readOn(reader);
    }

    /** What has come since the last reading and is there now; stops early when the reader says so. */
    public void readOn(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (!pass(reader)) {
                return;
            }
        }
    }

    /** From the beginning or from now on, until the reader says stop. */
    public void follow(boolean fromBeginning, Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        boolean more = true;
        while (more) {
            more = pass(reader);
        }
    }

    /** From the beginning on, until {@code end} of {@link System#nanoTime()}, with a call after each look. */
    public void followUntil(long end, Consumer<ConsumerRecord<byte[], byte[]>> reader, Runnable afterEachLook) {
        consumer.seekToBeginning(partitions);
        while (System.nanoTime() < end) {
            consumer.poll(POLL).forEach(reader);
            afterEachLook.run();
        }
    }

    private boolean pass(Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (!reader.test(record)) {
                return false;
            }
        }
        return true;
    }
}
