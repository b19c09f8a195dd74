package dev.linewarden.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Records in the Confluent wire format: a zero, the schema's id in four bytes, Avro binary. Thread-safe: a sink shares one among its tasks. */
public final class RecordSerializer implements Serializer<SpecificRecord> {

    private static final int INITIAL_SIZE = 512;

    static {
        AvroSafety.apply();
    }

    private volatile @Nullable RegistryClient registry;
    private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

    /** Writes the fields of a value in the order of its schema. */
    public interface Fields<T> {
        void write(T value, Encoder out) throws IOException;
    }

    /** What one thread writes with. */
    private static final class Buffers {
        // By identity: a schema's hash is that of all its fields, and each class has one schema.
        private final IdentityHashMap<Schema, Writer> writers = new IdentityHashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_SIZE);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

        Writer writer(Schema schema) {
            Writer writer = writers.get(schema);
            if (writer == null) {
                writer = new Writer(schema, new HashMap<>(), new SpecificDatumWriter<SpecificRecord>(schema)::write);
                writers.put(schema, writer);
            }
            return writer;
        }

        <T> byte[] write(int id, T value, Fields<T> fields) {
            try {
                // What is left of a value that could not be written is forgotten.
                encoder.flush();
                bytes.reset();
                bytes.write(0);
                bytes.write(id >>> 24);
                bytes.write(id >>> 16);
                bytes.write(id >>> 8);
                bytes.write(id);
                fields.write(value, encoder);
                encoder.flush();
            } catch (IOException impossible) {
                throw new SerializationException("cannot write a record to memory", impossible);
            }
            return bytes.toByteArray();
        }
    }

    private record Writer(Schema schema, Map<String, Integer> idByTopic, Fields<SpecificRecord> fields) {}

    /** For Kafka, which calls {@link #configure} next. */
    public RecordSerializer() {}

    public RecordSerializer(RegistryClient registry) {
        this.registry = registry;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        registry = new RegistryClient(RegistryConfig.from(configs));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable SpecificRecord value) {
        if (value == null) {
            return null;
        }
        Buffers own = buffers.get();
        Writer writer = own.writer(value.getSchema());
        return own.write(id(writer, topic), value, writer.fields());
    }

    /**
     * A value as a record of the schema, which need not be made for it.
     *
     * @throws SerializationException when the registry does not hold the schema
     */
    public <T> byte[] serialize(String topic, Schema schema, T value, Fields<T> fields) {
        Buffers own = buffers.get();
        return own.write(id(own.writer(schema), topic), value, fields);
    }

    private int id(Writer writer, String topic) {
        Integer known = writer.idByTopic().get(topic);
        if (known == null) {
            known = client().id(topic + "-value", writer.schema());
            writer.idByTopic().put(topic, known);
        }
        return known;
    }

    private RegistryClient client() {
        RegistryClient client = registry;
        if (client == null) {
            throw new IllegalStateException("used before it was configured");
        }
        return client;
    }
}
