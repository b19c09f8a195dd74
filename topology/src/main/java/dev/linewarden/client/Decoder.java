package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Decodes what topics carry for whoever can do without what cannot be decoded. Not thread-safe. */
public final class Decoder {

    private final RecordDeserializer deserializer;
    private long undecodable;

    public Decoder(Cluster cluster) {
        deserializer = cluster.deserializer();
    }

    /** The record's value; null for a tombstone and for bytes that are no record of ours. */
    public @Nullable SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException broken) {
            undecodable++;
            return null;
        }
    }

    /** How many were no record of ours. */
    public long undecodable() {
        return undecodable;
    }
}
