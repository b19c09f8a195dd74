package dev.linewarden.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON Schema of a policy, for editors: written by asking {@link PolicyReader} what it asks for. */
public final class PolicySchema {

    private PolicySchema() {}

    /**
     * The schema. It knows every key, type, choice and whole-number bound; bounds of durations stand in the descriptions,
     * since JSON Schema cannot compare them, and {@code policy check} holds them.
     */
    public static ObjectNode json() {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "Linewarden policy")
                .put("description", "The limits of one pool. Every key is optional.");
        new PolicyReader(new SchemaSection("", schema)).read();
        return schema;
    }
}
