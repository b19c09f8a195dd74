package dev.linewarden.audit.sql;

import dev.linewarden.audit.sql.Warehouse.Read;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Decoder;
import dev.linewarden.client.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Extends a warehouse by what topics hold beyond it, up to their present end, a bounded number of records a transaction.
 * What it keeps in memory does not grow with the topics.
 */
final class TopicFilling {

    private static final Duration POLL = Duration.ofMillis(100);
    // What an end by force costs: some seconds of reading.
    private static final int A_TRANSACTION = 100_000;

    private final Warehouse warehouse;
    private final CachedTopics topics;
    private final Progress.Task progress;
    private final Consumer<String> tell;
    private final Decoder decoder;
    private long pending;

    TopicFilling(
            Warehouse warehouse, Cluster cluster, CachedTopics topics, Progress.Task progress, Consumer<String> tell) {
        this.warehouse = warehouse;
        this.topics = topics;
        this.progress = progress;
        this.tell = tell;
        this.decoder = new Decoder(cluster);
    }

    /**
     * Reads on from where the warehouse ends.
     *
     * @param consumer of committed records; stays the caller's
     */
    void run(KafkaConsumer<byte[], byte[]> consumer) throws SQLException {
        Set<TopicPartition> partitions = topics.partitions();
        consumer.assign(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        begins.forEach((partition, begin) -> consumer.seek(partition, from(partition, begin)));
        warehouse.begin();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            if (pending >= A_TRANSACTION) {
                commit(consumer);
                warehouse.begin();
            }
        }
        if (warehouse.reveals()) {
            for (Map.Entry<TopicPartition, Long> begin : begins.entrySet()) {
                warehouse.forget(begin.getKey().topic(), begin.getKey().partition(), begin.getValue());
            }
        }
        commit(consumer);
        if (decoder.undecodable() > 0) {
            tell.accept(decoder.undecodable()
                    + " records cannot be decoded and are left out: look at them with `linewarden tail`");
        }
    }

    private long from(TopicPartition partition, long begin) {
        Read read = topics.read(partition);
        if (read == null) {
            return begin;
        }
        if (read.nextOffset() < begin) {
            tell.accept(String.format(
                    "%,d records of %s had left the topic before they were read: the cache has a gap there",
                    begin - read.nextOffset(), partition));
        }
        return Math.max(begin, read.nextOffset());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        SpecificRecord value = decoder.decode(record);
        if (value != null) {
            Instant appended = Instant.ofEpochMilli(record.timestamp());
            warehouse.add(new Place(record.topic(), record.partition(), record.offset(), appended), value);
        }
        pending++;
        progress.step();
    }

    private void commit(KafkaConsumer<byte[], byte[]> consumer) throws SQLException {
        for (Map.Entry<TopicPartition, String> topic : topics.ids().entrySet()) {
            TopicPartition partition = topic.getKey();
            warehouse.remember(
                    partition.topic(), partition.partition(), new Read(topic.getValue(), consumer.position(partition)));
        }
        warehouse.commit();
        pending = 0;
    }
}
