package dev.linewarden.registry;

import dev.linewarden.hints.Article;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Confluent wire format into the records of the schemas. Error messages never hold content. Not thread-safe.
 */
public final class RecordDeserializer implements Deserializer<SpecificRecord> {

    private static final int HEADER = 5;

    static {
        AvroSafety.apply();
    }

    private @Nullable RegistryClient registry;
    private final Map<Integer, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private @Nullable BinaryDecoder decoder;

    /** For Kafka, which calls {@link #configure} next. */
    public RecordDeserializer() {}

    public RecordDeserializer(RegistryClient registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = new RegistryClient(RegistryConfig.from(configs));
    }

    /**
     * Reads one value.
     *
     * @throws SerializationException when the bytes are no record of ours
     * @throws RegistryUnavailableException when the registry cannot be asked about them
     */
    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int id = schemaId(data).orElseThrow(() -> new SerializationException("not in the Confluent wire format"));
        SpecificDatumReader<SpecificRecord> reader = readers.get(id);
        if (reader == null) {
            reader = reader(id);
            readers.put(id, reader);
        }
        return read(reader, data);
    }

    /** The id of the schema that a value was written with; empty when it is in another format. */
    public static OptionalInt schemaId(byte @Nullable [] data) {
        return data == null || data.length < HEADER || data[0] != 0
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(data, 1, 4).getInt());
    }

    private SpecificRecord read(SpecificDatumReader<SpecificRecord> reader, byte[] data) {
        try {
            decoder = DecoderFactory.get().binaryDecoder(data, HEADER, data.length - HEADER, decoder);
            SpecificRecord value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new SerializationException("bytes are left over after the record");
            }
            return value;
        } catch (SerializationException leftOver) {
            throw leftOver;
        } catch (IOException | RuntimeException broken) {
            // The message may hold content; its class does not.
            throw new SerializationException(
                    "not " + Article.with(reader.getExpected().getName()) + ": "
                            + broken.getClass().getSimpleName());
        }
    }

    private SpecificDatumReader<SpecificRecord> reader(int id) {
        if (registry == null) {
            throw new IllegalStateException("used before it was configured");
        }
        Schema writer = registry.schema(id);
        Class<?> type = SpecificData.get().getClass(writer);
        if (type == null || !SpecificRecord.class.isAssignableFrom(type)) {
            throw new SerializationException("schema " + id + " is no record of ours");
        }
        return new SpecificDatumReader<>(writer, SpecificData.get().getSchema(type));
    }
}
