package dev.linewarden.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** JSON as the API speaks it: snake_case names, ISO-8601 times, and nothing given twice. */
final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static byte[] bytes(Object answer) {
        try {
            return MAPPER.writeValueAsBytes(answer);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("an answer of ours has no JSON", impossible);
        }
    }

    /** An answer as maps and lists, for templates: they read the same names as whoever asks the API. */
    static Object plain(Object answer) {
        return MAPPER.convertValue(answer, Object.class);
    }

    /**
     * A body.
     *
     * @throws Refusal 400 with the place of what is no JSON
     */
    static JsonNode read(byte[] body) {
        try {
            JsonNode read = MAPPER.readTree(body);
            if (read == null || read.isMissingNode()) {
                throw Refusal.of(HttpStatus.BAD_REQUEST, "the body is empty: send JSON");
            }
            return read;
        } catch (JsonProcessingException broken) {
            var place = broken.getLocation();
            // Not the parser's own words: they quote the body.
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "the body is not JSON"
                            + (place == null
                                    ? ""
                                    : ": look at line " + place.getLineNr() + ", column " + place.getColumnNr())
                            + " (a key given twice is none either)");
        } catch (IOException impossible) {
            throw new UncheckedIOException("cannot read a body from memory", impossible);
        }
    }
}
