package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The decoded records of topics, from their beginning: each look hands on what has come since the one before. Not thread-safe. */
public final class FollowedRecords implements AutoCloseable {

    private final RecordDeserializer deserializer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicReader reader;

    /** @throws ClusterException for a topic that is not there */
    public FollowedRecords(Cluster cluster, List<String> topics) {
        deserializer = cluster.deserializer();
        consumer = cluster.consumer();
        try {
            reader = new TopicReader(consumer, topics);
            consumer.seekToBeginning(consumer.assignment());
        } catch (RuntimeException none) {
            consumer.close();
            throw none;
        }
    }

    /** What is there and was not handed on yet, in the order of its partition; what has no value is passed over. */
    public void readOn(Consumer<SpecificRecord> taker) {
        reader.readOn(record -> {
            SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
            if (value != null) {
                taker.accept(value);
            }
            return true;
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
