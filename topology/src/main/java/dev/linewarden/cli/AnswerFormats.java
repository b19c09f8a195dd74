package dev.linewarden.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.sql.Answer;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for machines; times as everywhere else, in ISO-8601 and UTC. */
final class AnswerFormats {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern TO_QUOTE = Pattern.compile("[\",\\r\\n]");

    private AnswerFormats() {}

    /** An object a row. */
    static void json(Answer answer, PrintWriter out) {
        for (@Nullable Object[] row = answer.next(); row != null; row = answer.next()) {
            ObjectNode object = JSON.objectNode();
            for (int i = 0; i < row.length; i++) {
                object.set(answer.columns().get(i), json(row[i]));
            }
            out.println(object);
        }
    }

    private static JsonNode json(@Nullable Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        if (value instanceof Boolean bool) {
            return JSON.booleanNode(bool);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(value.toString());
        }
        if (value instanceof BigDecimal number) {
            return JSON.numberNode(number);
        }
        if (value instanceof BigInteger number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            map.forEach((key, item) -> object.set(String.valueOf(key), json(item)));
            return object;
        }
        if (value instanceof Array list) {
            return JSON.arrayNode()
                    .addAll(items(list).stream().map(AnswerFormats::json).toList());
        }
        return JSON.textNode(text(value));
    }

    /** As RFC 4180 has it; null is an empty field. */
    static void csv(Answer answer, PrintWriter out) {
        out.println(answer.columns().stream().map(AnswerFormats::field).collect(Collectors.joining(",")));
        for (@Nullable Object[] row = answer.next(); row != null; row = answer.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                line.append(i == 0 ? "" : ",").append(row[i] == null ? "" : field(text(row[i])));
            }
            out.println(line);
        }
    }

    private static String field(String text) {
        return text.isEmpty() || TO_QUOTE.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /** A value as people read it. */
    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                    .collect(Collectors.joining(" "));
        }
        return value instanceof Array list
                ? items(list).stream().map(AnswerFormats::text).collect(Collectors.joining(", "))
                : value.toString();
    }

    private static List<@Nullable Object> items(Array list) {
        try {
            return java.util.Arrays.asList((Object[]) list.getArray());
        } catch (SQLException broken) {
            throw Problem.found("a list cannot be read: " + broken.getMessage());
        }
    }
}
