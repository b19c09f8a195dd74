package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Deferral;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of a decision what two policies' are held against each other by: neither its request nor its findings, which are most of it.
 *
 * @param code what bound it; null when nothing did
 * @param notBefore with DEFERRED, the promised time; null is held
 * @param offset the last journal entry processed when it was made
 */
record Told(
        Outcome outcome,
        @Nullable String line,
        @Nullable String server,
        @Nullable Code code,
        @Nullable Instant notBefore,
        int attempt,
        Instant decidedAt,
        long offset) {

    static Told of(Decision decision) {
        return new Told(
                decision.outcome(),
                decision.line(),
                decision.server(),
                decision.bindingCode(),
                decision.notBefore(),
                decision.attempt(),
                decision.decidedAt(),
                decision.position().offset());
    }

    /** What was told of a request that waits, as far as its row remembers. */
    static Told of(Deferral wait) {
        Booking booking = wait.booking();
        return new Told(
                Outcome.DEFERRED,
                booking == null ? lineOf(wait) : booking.line(),
                booking == null ? null : booking.server(),
                wait.code(),
                wait.promised(),
                wait.attempt(),
                wait.judgedAt(),
                wait.sinceOffset());
    }

    /** Of one that is held: the line whose return it waits for, or that it is pinned to. */
    private static @Nullable String lineOf(Deferral wait) {
        String line = Deferral.awaitingLine("");
        String cause = wait.cause();
        return cause != null && cause.startsWith(line)
                ? cause.substring(line.length())
                : wait.request().line();
    }
}
