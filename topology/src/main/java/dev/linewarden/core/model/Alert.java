package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator should know, with what to do about it in {@code message}.
 *
 * @param alertId stable: the same cause on the same occasion has the same id
 * @param review with {@link Kind#LINE_FLAGGED}: what the line did in the hour before
 */
public record Alert(
        String alertId,
        String pool,
        Kind kind,
        Severity severity,
        @Nullable String line,
        @Nullable String server,
        @Nullable String observed,
        @Nullable String limit,
        String message,
        Instant at,
        @Nullable Review review)
        implements Emission {

    /** An alert without a review. */
    public Alert(
            String alertId,
            String pool,
            Kind kind,
            Severity severity,
            @Nullable String line,
            @Nullable String server,
            @Nullable String observed,
            @Nullable String limit,
            String message,
            Instant at) {
        this(alertId, pool, kind, severity, line, server, observed, limit, message, at, null);
    }

    public enum Kind {
        SERVER_UTILISATION,
        ADD_CAPACITY,
        LINE_FLAGGED,
        LINE_DORMANT,
        NO_DIALOGUE,
        LATE_SIGNAL,
        POLICY_REJECTED,
        CLOCK_SKEW,
        REPLY_LOOP,
        INBOUND_SURGE
    }

    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** The key under which it is published: line, else server, else pool. */
    public String key() {
        return line != null ? line : server != null ? server : pool;
    }
}
