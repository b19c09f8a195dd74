package dev.linewarden.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes the API's answers, with an ETag where state is read and the headers that every answer has. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class AnswerFilter {

    private static final int TAG_BYTES = 12;

    @ResponseFilter
    void finish(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Content-Security-Policy", policyOf(request));
        if (!response.getHeaders().contains("Cache-Control")) {
            response.header("Cache-Control", "no-cache");
        }
        Object body = response.body();
        if (body instanceof Answer || body instanceof JsonNode) {
            byte[] bytes = Json.bytes(body);
            response.body(bytes).contentType(MediaType.APPLICATION_JSON_TYPE);
            if (request.getMethod() == HttpMethod.GET && response.status() == HttpStatus.OK) {
                tag(request, response, body instanceof Answer answer ? answer : null, bytes);
            }
        }
    }

    private static String policyOf(HttpRequest<?> request) {
        // The page that shows the API's description styles its elements one by one.
        String styles = request.getPath().equals("/openapi") ? "'self' 'unsafe-inline'" : "'self'";
        return "default-src 'self'; img-src 'self' data:; style-src " + styles + "; object-src 'none'; base-uri 'none';"
                + " form-action 'self'; frame-ancestors 'none'";
    }

    private static void tag(
            HttpRequest<?> request, MutableHttpResponse<?> response, @Nullable Answer answer, byte[] bytes) {
        String tag = tagOf(answer, bytes);
        response.header("ETag", tag);
        if (request.getHeaders()
                .findFirst("If-None-Match")
                .filter(known -> knows(known, tag))
                .isPresent()) {
            response.status(HttpStatus.NOT_MODIFIED).body(null);
        }
    }

    private static boolean knows(String header, String tag) {
        for (String known : header.split(",", -1)) {
            if (known.strip().equals(tag) || known.strip().equals("*")) {
                return true;
            }
        }
        return false;
    }

    /** Weak: what an answer says of the very moment at which it was asked is no change. */
    private static String tagOf(@Nullable Answer answer, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String lasting =
                answer == null ? text : text.replace('"' + answer.asOf().toString() + '"', "now");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(lasting.getBytes(StandardCharsets.UTF_8));
            return "W/\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
