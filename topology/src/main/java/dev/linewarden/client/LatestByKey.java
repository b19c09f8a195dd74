package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** What a compacted topic says now. */
public final class LatestByKey {

    private LatestByKey() {}

    /**
     * The last record of each key; a tombstone takes it away, whether or not the broker has cleaned up already. Other
     * records than {@code type} are passed over.
     *
     * @param key the key as the record itself has it
     */
    public static <T extends SpecificRecord> SortedMap<String, T> read(
            Cluster cluster, String topic, Class<T> type, Function<T, String> key) {
        SortedMap<String, T> latest = new TreeMap<>();
        RecordDeserializer deserializer = cluster.deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            new TopicReader(consumer, List.of(topic)).readToEnd(record -> {
                SpecificRecord value = deserializer.deserialize(topic, record.value());
                if (value == null) {
                    latest.remove(new String(record.key(), StandardCharsets.UTF_8));
                } else if (type.isInstance(value)) {
                    T known = type.cast(value);
                    latest.put(key.apply(known), known);
                }
                return true;
            });
        }
        return latest;
    }
}
