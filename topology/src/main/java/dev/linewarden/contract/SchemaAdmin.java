package dev.linewarden.contract;

import dev.linewarden.registry.AvroSafety;
import dev.linewarden.registry.RegistryClient;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;

/** Registers the schemas of the contract, so that nobody else has to. */
public final class SchemaAdmin {

    static {
        AvroSafety.apply();
    }

    private SchemaAdmin() {}

    /**
     * Has the client learn the schemas of the contract, so that it need not ask for them later: those of all that the gate
     * writes, and of its inputs those that are registered.
     *
     * @throws SerializationException when one that the gate writes is not registered and may not be
     */
    public static void load(RegistryClient registry, Topics topics) {
        for (Topics.Spec spec : topics.all()) {
            if (spec.record() == null) {
                continue;
            }
            try {
                registry.id(spec.name() + "-value", SpecificData.get().getSchema(spec.record()));
            } catch (SerializationException missing) {
                if (!topics.inputs().contains(spec.name())) {
                    throw missing;
                }
            }
        }
    }

    /**
     * Registers every schema under {@code <topic>-value}; what is registered already stays as it is.
     *
     * @return how many are registered now
     */
    public static int register(RegistryClient registry, Topics topics) {
        int registered = 0;
        for (Topics.Spec spec : topics.all()) {
            if (spec.record() != null) {
                registry.id(spec.name() + "-value", SpecificData.get().getSchema(spec.record()));
                registered++;
            }
        }
        return registered;
    }
}
