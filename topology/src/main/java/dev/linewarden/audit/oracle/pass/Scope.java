package dev.linewarden.audit.oracle.pass;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an audit is asked for, and what it stands on.
 *
 * @param from decisions before it are passed by, and only remembered; {@code to} likewise from there on; null for no bound
 * @param begins when the oldest record that is still there was written; null when nothing has been let go of
 * @param most close calls to tell of each limit
 */
public record Scope(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Instant begins,
        int most) {

    boolean holds(Instant at) {
        return (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
    }

    /** Whether all is known that a look back from {@code at} over so many milliseconds would find. */
    boolean reaches(long at, long back) {
        return begins == null || at - back >= begins.toEpochMilli();
    }

    boolean isWhole() {
        return begins == null;
    }
}
