package dev.linewarden.simulate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.AvroJson.MismatchException;
import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.Inputs.RefusedException;
import dev.linewarden.hints.Article;
import dev.linewarden.hints.Nearest;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an events file: one JSON object a line, {@code {"type": …, "at": …, <the record's fields>}}. Keeps
 * count, to name the line that is broken.
 */
public final class EventReader {

    // A key that is given twice would be read as whatever stands last.
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String A_TIME = "a time such as 2026-03-02T18:00:00Z";
    private static final List<String> TYPES = List.of("request", "conversation", "line", "policy", "command", "tick");

    private final String source;
    private long lineNumber;
    private Instant last = Instant.MIN;

    /**
     * @param source the file's name, for errors
     */
    public EventReader(String source) {
        this.source = source;
    }

    /**
     * One event.
     *
     * @param event the record; null for a tick, which only lets time pass
     */
    public record TimedEvent(Instant at, @Nullable SpecificRecord event) {}

    /** A line that is no event; the message names file and line. */
    public static final class BrokenLineException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenLineException(String source, long line, String why) {
            super(source + ", line " + line + ": " + why);
        }
    }

    /**
     * Reads the next line.
     *
     * @return null for a blank line
     * @throws BrokenLineException when it is no event, or lies before the line before it
     */
    public @Nullable TimedEvent read(String line) throws BrokenLineException {
        lineNumber++;
        if (line.isBlank()) {
            return null;
        }
        try {
            TimedEvent event = toEvent(object(line), "event-" + lineNumber);
            if (event.at().isBefore(last)) {
                throw broken("at " + event.at() + " lies before the line before it (" + last
                        + "); events must be in order of at");
            }
            last = event.at();
            return event;
        } catch (MismatchException mismatch) {
            throw broken(String.valueOf(mismatch.getMessage()));
        }
    }

    /**
     * Reads the next line as a record of one type; its {@code type} may be left out, its {@code at} counts as now.
     *
     * @return null for a blank line
     */
    public @Nullable TimedEvent readRecord(String line, String type) throws BrokenLineException {
        lineNumber++;
        if (line.isBlank()) {
            return null;
        }
        try {
            ObjectNode json = object(line);
            JsonNode given = json.remove("type");
            if (given != null && !given.asText().equals(type)) {
                throw broken(Article.with(given.asText()) + " where each line is " + Article.with(type));
            }
            Instant at = json.hasNonNull("at") ? time(json) : Instant.now();
            return new TimedEvent(at, toRecord(type, json, at, "event-" + at.toEpochMilli() + "-" + lineNumber));
        } catch (MismatchException mismatch) {
            throw broken(String.valueOf(mismatch.getMessage()));
        }
    }

    /** The one object that a line holds, and nothing behind it. */
    private ObjectNode object(String line) throws BrokenLineException {
        try (JsonParser parser = MAPPER.createParser(line)) {
            if (!(MAPPER.readTree(parser) instanceof ObjectNode object)) {
                throw broken("not a JSON object");
            }
            if (parser.nextToken() != null) {
                throw broken("something stands behind the JSON object, at column "
                        + parser.currentTokenLocation().getColumnNr() + ": one object a line");
            }
            return object;
        } catch (JsonProcessingException noJson) {
            throw broken("not JSON: " + noJson.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot read a line from memory", impossible);
        }
    }

    private BrokenLineException broken(String why) {
        return new BrokenLineException(source, lineNumber, why);
    }

    private TimedEvent toEvent(ObjectNode json, String id) throws MismatchException, BrokenLineException {
        JsonNode type = json.remove("type");
        if (type == null || !TYPES.contains(type.asText())) {
            throw broken("type must be one of " + String.join(", ", TYPES)
                    + (type == null ? "; it is missing" : Nearest.hint(type.asText(), TYPES)));
        }
        Instant at = time(json);
        return new TimedEvent(at, type.asText().equals("tick") ? null : toRecord(type.asText(), json, at, id));
    }

    private Instant time(ObjectNode json) throws BrokenLineException {
        JsonNode at = json.get("at");
        if (at == null || !at.isTextual()) {
            throw broken("at " + (at == null ? "is missing: " : "must be ") + A_TIME);
        }
        try {
            return AvroJson.time(at.textValue());
        } catch (DateTimeException noTime) {
            throw broken("at: '" + at.textValue() + "' is not " + A_TIME);
        }
    }

    /**
     * The record of an event, with what may be left out filled in.
     *
     * @param type request, conversation, line, policy or command
     * @param id the event id of a conversation event without one
     */
    static SpecificRecord toRecord(String type, ObjectNode json, Instant at, String id) throws MismatchException {
        SpecificRecord input = read(type, json, at, id);
        try {
            Inputs.normalise(input);
            return input;
        } catch (RefusedException refused) {
            throw new MismatchException(String.valueOf(refused.getMessage()));
        }
    }

    private static SpecificRecord read(String type, ObjectNode json, Instant at, String id) throws MismatchException {
        if (type.equals("request")) {
            json.remove("at");
            putIfAbsent(json, "created_at", at.toString());
            return AvroJson.read(json, OutboundRequest.class);
        }
        putIfAbsent(json, "at", at.toString());
        switch (type) {
            case "conversation" -> {
                putIfAbsent(json, "event_id", id);
                return AvroJson.read(json, ConversationEvent.class);
            }
            case "line" -> {
                return AvroJson.read(json, LineUpdate.class);
            }
            case "policy" -> {
                if (json.path("policy").isObject()) {
                    // JSON is YAML.
                    json.put("policy", json.get("policy").toPrettyString());
                }
                return AvroJson.read(json, PolicyUpdate.class);
            }
            default -> {
                return AvroJson.read(json, Command.class);
            }
        }
    }

    private static void putIfAbsent(ObjectNode json, String field, String value) {
        if (!json.hasNonNull(field)) {
            json.put(field, value);
        }
    }
}
