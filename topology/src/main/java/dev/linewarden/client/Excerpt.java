package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;

/** Parts of partitions, found by key, time or offset, so that not the whole topic is read. Not thread-safe. */
public final class Excerpt implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDeserializer deserializer;

    public Excerpt(Cluster cluster) {
        consumer = cluster.consumer();
        deserializer = cluster.deserializer();
    }

    /**
     * Where a key's records lie.
     *
     * @throws ClusterException for a topic that is not there
     */
    public TopicPartition of(String topic, String key) {
        int partitions = TopicReader.partitionsOf(consumer, List.of(topic)).size();
        return new TopicPartition(
                topic, BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions));
    }

    /** The offset of the first record at or behind a time, by the records' own timestamps; the end where there is none. */
    public long at(TopicPartition partition, Instant time) {
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli())).get(partition);
        return found == null ? end(partition) : found.offset();
    }

    /** Behind the last record that is committed. */
    public long end(TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    /**
     * Hands on what is wanted of the records from one offset to before another, in order; what is not wanted is not decoded.
     * What lies before the partition's beginning is passed over.
     */
    public void read(
            TopicPartition partition,
            long from,
            long to,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            BiConsumer<ConsumerRecord<byte[], byte[]>, SpecificRecord> reader) {
        long first =
                Math.max(from, consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L));
        long last = Math.min(to, end(partition));
        if (first >= last) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, first);
        while (consumer.position(partition) < last) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                SpecificRecord value = record.offset() < last && wanted.test(record)
                        ? deserializer.deserialize(record.topic(), record.value())
                        : null;
                if (value != null) {
                    reader.accept(record, value);
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
