package dev.linewarden.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
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
        private final Map<Schema, Writer> writers = new HashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_SIZE);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    }

    private record Writer(Map<String, Integer> idByTopic, SpecificDatumWriter<SpecificRecord> datum) {}

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
        Writer writer = own.writers.computeIfAbsent(
                value.getSchema(), schema -> new Writer(new HashMap<>(), new SpecificDatumWriter<>(schema)));
        int id = writer.idByTopic().computeIfAbsent(topic, name -> client().id(name + "-value", value.getSchema()));
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

    private RegistryClient client() {
        RegistryClient client = registry;
        if (client == null) {
            throw new IllegalStateException("used before it was configured");
        }
        return client;
    }
}
