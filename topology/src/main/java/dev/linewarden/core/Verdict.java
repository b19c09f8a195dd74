package dev.linewarden.core;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.rules.StateChange;
import dev.linewarden.core.state.Line;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The core's answer to one request.
 *
 * @param notBefore with DEFERRED, the joint earliest release; null is held
 * @param judgeAt with DEFERRED, when it is judged again without anything happening: {@code notBefore}, or the deadline
 * @param cause with DEFERRED, what ends the wait early
 * @param slot the slot of {@code line} that the wait reserves
 * @param reply whether that slot is for a reply in an active conversation
 * @param urgency its place among what falls due at the same time, as it will be by then
 * @param sameWait true when a wake-up came a moment too early for its own slot, because the send before it was late: the
 *     wait goes on until {@code judgeAt}, and that is no new decision
 * @param changes what an approval changes; a deferral that holds a slot of an assigned line changes whose turn is next
 */
public record Verdict(
        Outcome outcome,
        List<Finding> findings,
        @Nullable Code bindingCode,
        @Nullable Instant notBefore,
        @Nullable Instant judgeAt,
        @Nullable String cause,
        @Nullable Line line,
        @Nullable Instant slot,
        boolean reply,
        Priority urgency,
        boolean sameWait,
        List<StateChange> changes) {

    static Verdict rejected(List<Finding> findings, @Nullable Code code, @Nullable Line line) {
        return new Verdict(
                Outcome.REJECTED,
                findings,
                code,
                null,
                null,
                null,
                line,
                null,
                false,
                Priority.NORMAL,
                false,
                List.of());
    }
}
