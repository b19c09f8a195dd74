package dev.linewarden.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param title the status in words
 * @param detail what is wrong and what to do
 * @param instance the path that was asked
 * @param more members of this kind of problem alone, such as {@code errors}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        @JsonAnyGetter Map<String, Object> more) {

    static final MediaType MEDIA_TYPE = MediaType.of("application/problem+json");

    static Problem of(HttpStatus status, String detail, @Nullable String path, Map<String, Object> more) {
        return new Problem("about:blank", status.getReason(), status.getCode(), detail, path, more);
    }

    /** The same under another title. */
    Problem named(String title) {
        return new Problem(type, title, status, detail, instance, more);
    }

    private byte[] page() {
        String again =
                status == HttpStatus.SERVICE_UNAVAILABLE.getCode() ? "<meta http-equiv=\"refresh\" content=\"3\">" : "";
        return ("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                        + " content=\"width=device-width, initial-scale=1\">" + again
                        + "<title>" + title
                        + " · Linewarden</title><link rel=\"stylesheet\" href=\"/assets/linewarden.css\">"
                        + "</head><body><main><h1>" + title + (status < 400 ? "" : " <small>" + status + "</small>")
                        + "</h1><p>"
                        + escaped(detail) + "</p><p><a href=\"/\">To the fleet</a></p></main></body></html>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Puts the problem into an answer: as a page for who asks for pages. */
    <T> MutableHttpResponse<T> into(MutableHttpResponse<?> response, HttpRequest<?> request) {
        if (request.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals)
                && !request.getHeaders().contains("HX-Request")) {
            @SuppressWarnings("unchecked")
            MutableHttpResponse<T> page = (MutableHttpResponse<T>) response.body(page());
            return page.contentType(MediaType.TEXT_HTML_TYPE);
        }
        @SuppressWarnings("unchecked")
        MutableHttpResponse<T> answer = (MutableHttpResponse<T>) response.body(Json.bytes(this));
        return answer.contentType(MEDIA_TYPE);
    }
}
