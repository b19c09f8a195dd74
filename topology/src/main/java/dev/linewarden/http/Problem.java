package dev.linewarden.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
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

    /** Puts the problem into an answer. */
    <T> MutableHttpResponse<T> into(MutableHttpResponse<?> response) {
        @SuppressWarnings("unchecked")
        MutableHttpResponse<T> answer = (MutableHttpResponse<T>) response.body(Json.bytes(this));
        return answer.contentType(MEDIA_TYPE);
    }
}
