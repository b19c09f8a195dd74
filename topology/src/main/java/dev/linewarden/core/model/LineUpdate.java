package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one line, as an operator or gateway reports it.
 *
 * @param activatedAt start of the line's warm-up; null for a line without one
 * @param evacuate while the line is not ACTIVE, its recipients move to other lines as requests for them come
 * @param resumes the end of a pause whose time is up, which counts for a line that is PAUSED alone
 */
public record LineUpdate(
        String pool,
        String line,
        String server,
        Status status,
        @Nullable Instant activatedAt,
        Instant at,
        @Nullable String note,
        boolean evacuate,
        boolean resumes)
        implements Event {

    /** A report that somebody gives of a line that keeps its recipients. */
    public LineUpdate(
            String pool,
            String line,
            String server,
            Status status,
            @Nullable Instant activatedAt,
            Instant at,
            @Nullable String note) {
        this(pool, line, server, status, activatedAt, at, note, false, false);
    }

    public LineUpdate {
        pool = Handles.pool(pool);
    }

    /** Whether a line may send: only an ACTIVE one does. */
    public enum Status {
        ACTIVE,
        PAUSED,
        FLAGGED,
        RETIRED
    }
}
