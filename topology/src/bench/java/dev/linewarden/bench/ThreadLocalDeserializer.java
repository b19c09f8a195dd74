package dev.linewarden.bench;

import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** A source shares one deserializer among its tasks; ours belongs to one thread. */
final class ThreadLocalDeserializer implements Deserializer<SpecificRecord> {

    private final ThreadLocal<? extends Deserializer<SpecificRecord>> own;

    ThreadLocalDeserializer(Supplier<? extends Deserializer<SpecificRecord>> make) {
        own = ThreadLocal.withInitial(make);
    }

    @Override
    public @Nullable SpecificRecord deserialize(String topic, byte[] data) {
        return own.get().deserialize(topic, data);
    }
}
