package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** The decoded records of topics, from their beginning: each look hands on what has come since the one before. Not thread-safe. */
public final class FollowedRecords implements AutoCloseable {

    private final Function<ConsumerRecord<byte[], byte[]>, @Nullable SpecificRecord> decoding;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicReader reader;

    private FollowedRecords(
            Cluster cluster,
            List<String> topics,
            Function<ConsumerRecord<byte[], byte[]>, @Nullable SpecificRecord> decoding) {
        this.decoding = decoding;
        consumer = cluster.consumer();
        try {
            reader = new TopicReader(consumer, topics);
            consumer.seekToBeginning(consumer.assignment());
        } catch (RuntimeException none) {
            consumer.close();
            throw none;
        }
    }

    /**
     * Of topics in which everything is a record of ours: what is none ends the look with an exception.
     *
     * @throws ClusterException for a topic that is not there
     */
    public static FollowedRecords all(Cluster cluster, List<String> topics) {
        RecordDeserializer deserializer = cluster.deserializer();
        return new FollowedRecords(cluster, topics, record -> deserializer.deserialize(record.topic(), record.value()));
    }

    /**
     * Of topics into which others may write too: what cannot be decoded is passed over.
     *
     * @throws ClusterException for a topic that is not there
     */
    public static FollowedRecords decodable(Cluster cluster, List<String> topics) {
        return new FollowedRecords(cluster, topics, new Decoder(cluster)::decode);
    }

    /** What is there and was not handed on yet, in the order of its partition; what has no value is passed over. */
    public void readOn(Consumer<SpecificRecord> taker) {
        reader.readOn(record -> {
            SpecificRecord value = decoding.apply(record);
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
