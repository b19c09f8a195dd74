package dev.linewarden.core;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.rules.StateChange;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Line;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The core's answer to one request. */
public sealed interface Verdict {

    Outcome outcome();

    /** What binds it; null when it may be sent. */
    @Nullable
    Code code();

    List<Finding> findings();

    /** The line that sends it or would have; null when none was found. */
    @Nullable
    Line line();

    /**
     * It may be sent now.
     *
     * @param changes what the send takes
     */
    record Approved(List<Finding> findings, Line line, List<StateChange> changes) implements Verdict {

        @Override
        public Outcome outcome() {
            return Outcome.APPROVED;
        }

        @Override
        public @Nullable Code code() {
            return null;
        }
    }

    /**
     * It waits for a time, which is a promise.
     *
     * @param booking what its send takes at that time; null when no line was found for it
     * @param await what may end the wait before; null for nothing
     * @param urgency its place among what falls due at the same time, as it will be by then
     * @param changes what the wait itself spends: the line's place in the round-robin
     */
    record Promised(
            List<Finding> findings,
            @Nullable Line line,
            Code code,
            Instant until,
            @Nullable Booking booking,
            @Nullable Await await,
            Priority urgency,
            List<StateChange> changes)
            implements Verdict {

        @Override
        public Outcome outcome() {
            return Outcome.DEFERRED;
        }
    }

    /**
     * It waits for something to happen.
     *
     * @param deadline when it is refused if nothing does
     */
    record Held(
            List<Finding> findings,
            @Nullable Line line,
            Code code,
            @Nullable Await await,
            Instant deadline,
            Priority urgency)
            implements Verdict {

        @Override
        public Outcome outcome() {
            return Outcome.DEFERRED;
        }
    }

    /** It is not sent. */
    record Rejected(
            List<Finding> findings,
            @Nullable Line line,
            @Nullable Code code) implements Verdict {

        @Override
        public Outcome outcome() {
            return Outcome.REJECTED;
        }
    }
}
