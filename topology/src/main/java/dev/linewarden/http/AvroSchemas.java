package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The records of the contract as JSON Schema, for the API's description. */
final class AvroSchemas {

    private AvroSchemas() {}

    /** The schema of a record as JSON has it: snake_case names, ISO-8601 times, absent means default. */
    static ObjectNode of(Schema schema) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (schema.getType()) {
            case RECORD -> record(schema, json);
            case UNION -> {
                ObjectNode member = of(member(schema));
                if (schema.isNullable()) {
                    member.put("nullable", true);
                }
                return member;
            }
            case ENUM -> {
                json.put("type", "string");
                schema.getEnumSymbols().forEach(json.withArray("enum")::add);
            }
            case ARRAY -> json.put("type", "array").set("items", of(schema.getElementType()));
            case MAP -> json.put("type", "object").set("additionalProperties", of(schema.getValueType()));
            case BOOLEAN -> json.put("type", "boolean");
            case INT -> json.put("type", "integer");
            case FLOAT, DOUBLE -> json.put("type", "number");
            case LONG -> {
                boolean isTime = schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
                json.put("type", isTime ? "string" : "integer").put("format", isTime ? "date-time" : "int64");
            }
            default -> json.put("type", "string");
        }
        return json;
    }

    private static void record(Schema schema, ObjectNode json) {
        json.put("type", "object");
        if (schema.getDoc() != null) {
            json.put("description", schema.getDoc());
        }
        ObjectNode properties = json.putObject("properties");
        for (Schema.Field field : schema.getFields()) {
            ObjectNode property = of(field.schema());
            if (field.doc() != null) {
                property.put("description", field.doc());
            }
            properties.set(field.name(), property);
        }
    }

    private static Schema member(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a union of nothing"));
    }
}
