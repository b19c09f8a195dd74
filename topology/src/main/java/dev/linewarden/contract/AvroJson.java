package dev.linewarden.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.hints.Nearest;
import dev.linewarden.registry.AvroSafety;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records as plain JSON: snake_case names, ISO-8601 times, no wrappers around union members; absent means default. A
 * member of a union of records is an object with the record's name as its one key.
 */
public final class AvroJson {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static {
        AvroSafety.apply();
    }

    private AvroJson() {}

    /** JSON that does not fit its record; the message names the field and what it takes. */
    public static final class MismatchException extends Exception {
        private static final long serialVersionUID = 1L;

        public MismatchException(String message) {
            super(message);
        }
    }

    /**
     * Reads a record.
     *
     * @throws MismatchException for an unknown field, a missing one without a default, or a value of the wrong kind
     */
    public static <T extends SpecificRecord> T read(JsonNode json, Class<T> type) throws MismatchException {
        Schema schema = SpecificData.get().getSchema(type);
        return type.cast(readRecord(json, schema, ""));
    }

    /** Writes a record; nulls are left out. */
    public static ObjectNode write(IndexedRecord avro) {
        ObjectNode json = JSON.objectNode();
        for (Schema.Field field : avro.getSchema().getFields()) {
            Object value = avro.get(field.pos());
            if (value != null) {
                json.set(field.name(), writeValue(value, field.schema()));
            }
        }
        return json;
    }

    private static JsonNode writeValue(Object value, Schema schema) {
        if (value instanceof IndexedRecord avro) {
            ObjectNode json = write(avro);
            return isUnionOfRecords(schema)
                    ? JSON.objectNode().set(avro.getSchema().getName(), json)
                    : json;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(item -> array.add(writeValue(item, plain(schema).getElementType())));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, item) ->
                    object.set(key.toString(), writeValue(item, plain(schema).getValueType())));
            return object;
        }
        if (value instanceof Integer number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Double number) {
            return JSON.numberNode(number);
        }
        return value instanceof Boolean bool ? JSON.booleanNode(bool) : JSON.textNode(value.toString());
    }

    private static SpecificRecord readRecord(JsonNode json, Schema schema, String path) throws MismatchException {
        if (!json.isObject()) {
            throw new MismatchException((path.isEmpty() ? schema.getName() : path) + " must be an object");
        }
        rejectUnknownFields(json, schema, path);
        SpecificRecord avro = (SpecificRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            String name = path.isEmpty() ? field.name() : path + "." + field.name();
            JsonNode value = json.get(field.name());
            if (value == null || (value.isNull() && !field.schema().isNullable())) {
                if (!field.hasDefaultValue()) {
                    throw new MismatchException(name + " is missing: " + describe(field.schema()));
                }
                avro.put(field.pos(), SpecificData.get().getDefaultValue(field));
            } else {
                avro.put(field.pos(), readValue(value, field.schema(), name));
            }
        }
        return avro;
    }

    private static void rejectUnknownFields(JsonNode json, Schema schema, String path) throws MismatchException {
        Set<String> known = schema.getFields().stream().map(Schema.Field::name).collect(Collectors.toSet());
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new MismatchException("unknown field '" + name + "' in "
                        + (path.isEmpty() ? schema.getName() : path) + Nearest.hint(name, known));
            }
        }
    }

    private static @Nullable Object readValue(JsonNode json, Schema schema, String path) throws MismatchException {
        return switch (schema.getType()) {
            case UNION -> readUnion(json, schema, path);
            case RECORD -> readRecord(json, schema, path);
            case ENUM -> readEnum(json, schema, path);
            case ARRAY -> {
                expect(json.isArray(), path, schema);
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < json.size(); i++) {
                    list.add(readValue(json.get(i), schema.getElementType(), path + "[" + i + "]"));
                }
                yield list;
            }
            case MAP -> readMap(json, schema, path);
            case STRING -> {
                expect(json.isTextual(), path, schema);
                expectWhole(json.textValue(), path);
                yield json.textValue();
            }
            case BOOLEAN -> {
                expect(json.isBoolean(), path, schema);
                yield json.booleanValue();
            }
            case INT -> {
                expect(json.canConvertToInt() && json.isIntegralNumber(), path, schema);
                yield json.intValue();
            }
            case LONG -> readLong(json, schema, path);
            case DOUBLE -> {
                expect(json.isNumber(), path, schema);
                yield json.doubleValue();
            }
            default -> throw new MismatchException(path + " cannot be given as JSON");
        };
    }

    private static @Nullable Object readUnion(JsonNode json, Schema schema, String path) throws MismatchException {
        if (isUnionOfRecords(schema)) {
            for (Schema member : schema.getTypes()) {
                if (json.size() == 1 && json.has(member.getName())) {
                    return readRecord(json.get(member.getName()), member, path);
                }
            }
            throw new MismatchException(path + " must be an object with one key, the name of a record: "
                    + schema.getTypes().stream().map(Schema::getName).collect(Collectors.joining(", ")));
        }
        return json.isNull() ? null : readValue(json, plain(schema), path);
    }

    private static Object readEnum(JsonNode json, Schema schema, String path) throws MismatchException {
        String symbol = json.asText();
        if (!schema.hasEnumSymbol(symbol)) {
            throw new MismatchException(path + ": '" + symbol + "' is not " + describe(schema)
                    + (Nearest.of(symbol, schema.getEnumSymbols()) == null
                            ? ""
                            : "; did you mean " + Nearest.of(symbol, schema.getEnumSymbols()) + "?"));
        }
        return SpecificData.get().createEnum(symbol, schema);
    }

    private static Map<String, Object> readMap(JsonNode json, Schema schema, String path) throws MismatchException {
        expect(json.isObject(), path, schema);
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            expectWhole(entry.getKey(), "a key of " + path);
            Object value = readValue(entry.getValue(), schema.getValueType(), path + "." + entry.getKey());
            if (value != null) {
                map.put(entry.getKey(), value);
            }
        }
        return map;
    }

    private static Object readLong(JsonNode json, Schema schema, String path) throws MismatchException {
        if (!(schema.getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
            expect(json.isIntegralNumber(), path, schema);
            return json.longValue();
        }
        expect(json.isTextual(), path, schema);
        try {
            return time(json.textValue());
        } catch (DateTimeException noTime) {
            throw new MismatchException(path + ": '" + json.textValue() + "' is not " + describe(schema));
        }
    }

    /**
     * An ISO-8601 time with an offset, to the millisecond, as the contract keeps it.
     *
     * @throws DateTimeException when it is none, or no time of the calendar, or lies outside the years 0001 to 9999
     */
    public static Instant time(String text) {
        return time(OffsetDateTime.parse(text).toInstant());
    }

    /**
     * The same of a time that was computed.
     *
     * @throws DateTimeException when it lies outside the years 0001 to 9999
     */
    public static Instant time(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new DateTimeException("outside the years 0001 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Half of a surrogate pair has no UTF-8, and would be a question mark from here on. */
    private static void expectWhole(String text, String path) throws MismatchException {
        if (text.codePoints().anyMatch(AvroJson::isSurrogate)) {
            throw new MismatchException(path + " holds half a character (a lone surrogate)");
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void expect(boolean fits, String path, Schema schema) throws MismatchException {
        if (!fits) {
            throw new MismatchException(path + " must be " + describe(schema));
        }
    }

    private static String describe(Schema schema) {
        Schema plain = plain(schema);
        return switch (plain.getType()) {
            case ENUM -> "one of " + String.join(", ", plain.getEnumSymbols());
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case MAP, RECORD -> "an object";
            case LONG -> plain.getLogicalType() == null ? "a whole number" : "a time such as 2026-03-02T18:00:00Z";
            default -> "a number";
        };
    }

    private static boolean isUnionOfRecords(Schema schema) {
        return schema.isUnion()
                && schema.getTypes().size() > 1
                && schema.getTypes().stream().allMatch(member -> member.getType() == Schema.Type.RECORD);
    }

    /** The schema itself, or the one member of an optional that is not null. */
    private static Schema plain(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(member -> member.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema);
    }
}
