package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reads the decoded records that topics hold now. */
public final class RecordReader {

    private RecordReader() {}

    /** Hands each record on, in the order of its partition; what has no value is passed over. */
    public static void read(
            Cluster cluster, List<String> topics, BiConsumer<ConsumerRecord<byte[], byte[]>, SpecificRecord> reader) {
        RecordDeserializer deserializer = cluster.deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            new TopicReader(consumer, topics).readToEnd(record -> {
                SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
                if (value != null) {
                    reader.accept(record, value);
                }
                return true;
            });
        }
    }
}
