package dev.linewarden.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
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

    /** What one thread writes with. */
    private static final class Buffers {
        // By identity: a schema's hash is that of all its fields, and each class has one schema.
        private final IdentityHashMap<Schema, Writer> writers = new IdentityHashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_SIZE);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

        Writer writer(Schema schema) {
            Writer writer = writers.get(schema);
            if (writer == null) {
                writer = new Writer(schema, new HashMap<>(), new SpecificDatumWriter<>(schema));
                writers.put(schema, writer);
            }
            return writer;
        }
    }

    private record Writer(Schema schema, Map<String, Integer> idByTopic, SpecificDatumWriter<SpecificRecord> datum) {}

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
        int id = id(writer, topic);
        own.bytes.reset();
        own.bytes.write(0);
        own.bytes.write(id >>> 24);
        own.bytes.write(id >>> 16);
        own.bytes.write(id >>> 8);
        own.bytes.write(id);
        try {
            writer.datum().write(value, own.encoder);
            own.encoder.flush();
        } catch (IOException impossible) {
            throw new SerializationException("cannot write a record to memory", impossible);
        }
        return own.bytes.toByteArray();
    }

    /**
     * The id that stands in front of a record of the schema in the topic: for who writes the record by hand.
     *
     * @throws SerializationException when the registry does not hold the schema
     */
    public int schemaId(String topic, Schema schema) {
        return id(buffers.get().writer(schema), topic);
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
