package dev.linewarden.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.AvroJson.MismatchException;
import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.Inputs.RefusedException;
import dev.linewarden.contract.Records;
import dev.linewarden.core.rules.RequestRule;
import dev.linewarden.schemas.OutboundRequest;
import io.micronaut.http.HttpStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads requests from a body: all of them, or none and everything that is wrong. */
final class RequestReader {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern FIELD = Pattern.compile("^(?:unknown field ')?([a-z_]+(?:\\.[a-z_]+|\\[\\d+])*)");

    private final @Nullable String key;
    private final Instant now;
    private final List<OutboundRequest> requests = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    /**
     * What is wrong with one request.
     *
     * @param index its place in the list, from 0
     */
    record Fault(int index, String field, String detail) {}

    private RequestReader(@Nullable String key, Instant now) {
        this.key = key;
        this.now = now;
    }

    /**
     * Reads one request or a list.
     *
     * @param key the Idempotency-Key; null for none
     * @throws Refusal 400 with what is wrong with each
     */
    static List<OutboundRequest> read(byte[] body, @Nullable String key, Instant now) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "Idempotency-Key: use 1 to 100 visible ASCII characters, a UUID for example");
        }
        JsonNode json = Json.read(body);
        RequestReader reader = new RequestReader(key, now);
        if (json.isArray()) {
            reader.readAll(json);
        } else {
            reader.read(json, 0, key);
        }
        if (!reader.faults.isEmpty()) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    reader.faults.get(0).detail() + "; nothing was taken: put it right and send again",
                    Map.of("errors", reader.faults));
        }
        return reader.requests;
    }

    private void readAll(JsonNode list) {
        if (list.isEmpty() || list.size() > Limits.MAX_REQUESTS) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "the list holds " + list.size() + " requests: send 1 to " + Limits.MAX_REQUESTS + " at once");
        }
        for (int i = 0; i < list.size(); i++) {
            read(list.get(i), i, key == null ? null : key + "-" + (i + 1));
        }
    }

    private void read(JsonNode json, int index, @Nullable String id) {
        if (!(json instanceof ObjectNode object)) {
            faults.add(new Fault(index, "", "a request is a JSON object"));
            return;
        }
        if (!object.hasNonNull("request_id")) {
            object.put("request_id", id == null ? UUID.randomUUID().toString() : id);
        }
        if (!object.hasNonNull("created_at")) {
            object.put("created_at", now.toString());
        }
        try {
            OutboundRequest request = AvroJson.read(object, OutboundRequest.class);
            Inputs.normalise(request);
            String fault = RequestRule.fault(Records.toRequest(request));
            if (fault == null) {
                requests.add(request);
            } else {
                fail(index, fault);
            }
        } catch (MismatchException | RefusedException wrong) {
            fail(index, String.valueOf(wrong.getMessage()));
        }
    }

    /** The messages begin with the field that they are about. */
    private void fail(int index, String detail) {
        Matcher field = FIELD.matcher(detail);
        faults.add(new Fault(index, field.find() ? field.group(1) : "", detail));
    }
}
