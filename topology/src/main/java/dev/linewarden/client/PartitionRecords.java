package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What one partition holds now, one record after the other: for whoever reads two of them side by side. Keeps no more than
 * one fetch.
 */
public final class PartitionRecords implements Iterator<PartitionRecords.Recorded>, AutoCloseable {

    /**
     * One record.
     *
     * @param appended its timestamp
     * @param value null for a tombstone
     */
    public record Recorded(
            long offset, Instant appended, @Nullable SpecificRecord value) {}

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDeserializer deserializer;
    private final TopicPartition partition;
    private final long begin;
    private long end;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private @Nullable ConsumerRecord<byte[], byte[]> ahead;

    /**
     * A reader at the partition's beginning.
     *
     * @throws ClusterException for a partition that is not there
     */
    public PartitionRecords(Cluster cluster, String topic, int number) {
        partition = new TopicPartition(topic, number);
        deserializer = cluster.deserializer();
        consumer = cluster.consumer();
        if (consumer.partitionsFor(topic).stream().noneMatch(info -> info.partition() == number)) {
            consumer.close();
            throw new ClusterException("there is no partition " + number + " of topic " + topic
                    + ": check --topic-prefix, or create the topics with `linewarden topics create`");
        }
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        begin = offset(consumer.beginningOffsets(List.of(partition)));
        end = offset(consumer.endOffsets(List.of(partition)));
    }

    private long offset(Map<TopicPartition, Long> offsets) {
        return offsets.getOrDefault(partition, 0L);
    }

    /** Whether the broker has let go of nothing yet. */
    public boolean isWhole() {
        return begin == 0;
    }

    /** The offset of the oldest record. */
    public long begin() {
        return begin;
    }

    /** The offset behind the last record that will be read. */
    public long end() {
        return end;
    }

    /** Reads on at the offset, or at the oldest record when that is later. */
    public void startAt(long offset) {
        consumer.seek(partition, Math.max(begin, Math.min(offset, end)));
        fetched = Collections.emptyIterator();
        ahead = null;
    }

    /** Ends before the offset, unless the partition ends earlier. */
    public void endAt(long offset) {
        end = Math.min(end, offset);
    }

    /** Reads up to the offset too, once what is written there is committed. */
    public void waitUntil(long offset) {
        end = Math.max(end, offset);
    }

    /** The offset of the first record that was appended at or behind the time; the end when none was. */
    public long offsetAt(Instant time) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
        return found == null ? end : found.offset();
    }

    /** How many partitions a topic has. */
    public static int countOf(Cluster cluster, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            return TopicReader.partitionsOf(consumer, List.of(topic)).size();
        }
    }

    /** Where producers put a pool's entries when a topic has so many partitions: its name is their key. */
    public static int partitionOf(String pool, int partitions) {
        return Utils.toPositive(Utils.murmur2(pool.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && (fetched.hasNext() || consumer.position(partition) < end)) {
            if (!fetched.hasNext()) {
                fetched = consumer.poll(POLL).iterator();
            }
            // What was fetched may go on behind the end.
            ConsumerRecord<byte[], byte[]> record = fetched.hasNext() ? fetched.next() : null;
            ahead = record != null && record.offset() < end ? record : null;
        }
        return ahead != null;
    }

    @Override
    public Recorded next() {
        ConsumerRecord<byte[], byte[]> record = hasNext() ? ahead : null;
        if (record == null) {
            throw new NoSuchElementException("the partition is read to its end");
        }
        ahead = null;
        return new Recorded(
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                deserializer.deserialize(record.topic(), record.value()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
