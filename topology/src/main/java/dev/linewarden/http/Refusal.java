package dev.linewarden.http;

import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer other than the one that was asked for; its detail says what to do, and holds no handle and no text. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient HttpStatus status;
    private final transient Map<String, Object> more;
    private final transient @Nullable Duration retryAfter;

    private Refusal(HttpStatus status, String detail, Map<String, Object> more, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.more = more;
        this.retryAfter = retryAfter;
    }

    static Refusal of(HttpStatus status, String detail) {
        return new Refusal(status, detail, Map.of(), null);
    }

    /** With members of its own beside those of every problem. */
    static Refusal of(HttpStatus status, String detail, Map<String, Object> more) {
        return new Refusal(status, detail, more, null);
    }

    /** Nothing is wrong but the moment. */
    static Refusal later(String detail) {
        return later(detail, Map.of());
    }

    static Refusal later(String detail, Map<String, Object> more) {
        return new Refusal(HttpStatus.SERVICE_UNAVAILABLE, detail, more, SOON);
    }

    HttpStatus status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Map<String, Object> more() {
        return more;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
