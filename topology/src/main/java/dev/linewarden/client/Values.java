package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RegistryClient;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Values of records for whoever decodes some of them alone: what they were written with, and what they hold. Not thread-safe. */
public final class Values {

    private final RegistryClient registry;
    private final RecordDeserializer deserializer;
    private final Predicate<Schema> layout;
    private final Map<Integer, Boolean> known = new HashMap<>();

    /** @param layout asked once of each schema that something was written with */
    public Values(Cluster cluster, Predicate<Schema> layout) {
        this(cluster.registryClient(false), layout);
    }

    /** The same, with the schemas of a registry. */
    public Values(RegistryClient registry, Predicate<Schema> layout) {
        this.registry = registry;
        this.deserializer = new RecordDeserializer(registry);
        this.layout = layout;
    }

    /** Whether the value was written with a schema of the layout. */
    public boolean isLaidOut(byte[] value) {
        OptionalInt schema = RecordDeserializer.schemaId(value);
        return schema.isPresent() && known.computeIfAbsent(schema.getAsInt(), id -> layout.test(registry.schema(id)));
    }

    /**
     * What the value holds.
     *
     * @throws org.apache.kafka.common.errors.SerializationException for bytes that are no record of ours
     */
    public @Nullable SpecificRecord decode(String topic, byte[] value) {
        return deserializer.deserialize(topic, value);
    }
}
