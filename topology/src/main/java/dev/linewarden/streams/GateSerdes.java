package dev.linewarden.streams;

import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.registry.PatientRegistry;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How the gate reads and writes records: with our own serdes over one client of the registry, or with those that the
 * configuration names. Ours never ask the registry on a stream thread; others do as they please.
 */
final class GateSerdes implements AutoCloseable {

    private final GateConfig config;
    private final @Nullable String serializer;
    private final @Nullable String deserializer;
    private final RegistryClient client;
    private final PatientRegistry registry;

    GateSerdes(GateConfig config) {
        this.config = config;
        this.serializer = config.client().get(GateConfig.SERIALIZER);
        this.deserializer = config.client().get(GateConfig.DESERIALIZER);
        this.client = RegistryClient.ofOneTry(RegistryConfig.from(config.serdeSettings()));
        this.registry = new PatientRegistry(client);
    }

    /**
     * Calls back, on a thread of its own, once the schemas of all that the gate writes are known, so that a registry which is
     * lost before the first alert stops nothing. Waits for a registry that is down.
     *
     * @param failed takes the reason when the registry does not hold one of them and it may not be registered
     */
    void whenReady(Runnable ready, Consumer<String> failed) {
        registry.untilAnswered(() -> {
            try {
                if (serializer == null) {
                    SchemaAdmin.load(client, config.topics());
                }
            } catch (SerializationException missing) {
                failed.accept(missing.getMessage() + ": `linewarden topics create` registers all schemas");
                return;
            }
            ready.run();
        });
    }

    /** Whether what was written with the schema can be decoded without the registry; if not, it is being asked. */
    boolean isSettled(int schemaId) {
        return deserializer != null || registry.isSettled(schemaId);
    }

    /** Why something waits for the registry; empty when nothing does. */
    Optional<String> outage() {
        return registry.outage();
    }

    Serializer<SpecificRecord> serializer() {
        if (serializer == null) {
            return new RecordSerializer(client);
        }
        @SuppressWarnings("unchecked") // the class was named as a serializer of Avro records
        Serializer<SpecificRecord> named = instance(serializer, Serializer.class);
        named.configure(config.serdeSettings(), false);
        return named;
    }

    Deserializer<SpecificRecord> deserializer() {
        if (deserializer == null) {
            return new RecordDeserializer(client);
        }
        @SuppressWarnings("unchecked") // the class was named as a deserializer of Avro records
        Deserializer<SpecificRecord> named = instance(deserializer, Deserializer.class);
        named.configure(config.serdeSettings(), false);
        return named;
    }

    private static <T> T instance(String className, Class<T> type) {
        try {
            return Utils.newInstance(className, type);
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException(
                    className + " is not on the class path: build with the profile that adds it", missing);
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
