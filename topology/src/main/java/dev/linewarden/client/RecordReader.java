package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the decoded records that topics hold now. */
public final class RecordReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private RecordReader() {}

    /** Hands each record on, in the order of its partition; what has no value is passed over. */
    public static void read(
            Cluster cluster, List<String> topics, BiConsumer<ConsumerRecord<byte[], byte[]>, SpecificRecord> reader) {
        read(cluster, topics, any -> true, reader);
    }

    /**
     * Hands on each record that is wanted, in the order of its partition; the others are not even decoded, which is most of
     * the work.
     *
     * @param wanted asked of each record as it is read
     */
    public static void read(
            Cluster cluster,
            List<String> topics,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted,
            BiConsumer<ConsumerRecord<byte[], byte[]>, SpecificRecord> reader) {
        RecordDeserializer deserializer = cluster.deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            new TopicReader(consumer, topics).readToEnd(record -> {
                SpecificRecord value =
                        wanted.test(record) ? deserializer.deserialize(record.topic(), record.value()) : null;
                if (value != null) {
                    reader.accept(record, value);
                }
                return true;
            });
        }
    }

    /**
     * Hands on each record before the given ends, waiting for what is written there and not committed yet.
     *
     * @param ends by partition; see {@link Offsets#written}
     * @param isEnough asked now and then: true ends the reading
     */
    public static void readTo(
            Cluster cluster,
            Map<TopicPartition, Long> ends,
            BooleanSupplier isEnough,
            BiConsumer<ConsumerRecord<byte[], byte[]>, SpecificRecord> reader) {
        RecordDeserializer deserializer = cluster.deserializer();
        readTo(cluster, ends, isEnough, record -> {
            SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
            if (value != null) {
                reader.accept(record, value);
            }
        });
    }

    /** The same, of records that are not decoded. */
    public static void readTo(
            Cluster cluster,
            Map<TopicPartition, Long> ends,
            BooleanSupplier isEnough,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (!isEnough.getAsBoolean() && isBefore(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    reader.accept(record);
                }
            }
        }
    }

    private static boolean isBefore(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }
}
