package dev.linewarden.contract;

import dev.linewarden.registry.AvroSafety;
import dev.linewarden.registry.RegistryClient;
import org.apache.avro.specific.SpecificData;

/** Registers the schemas of the contract, so that nobody else has to. */
public final class SchemaAdmin {

    static {
        AvroSafety.apply();
    }

    private SchemaAdmin() {}

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
