package dev.linewarden.simulate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Time without a clock: it passes from one thing that happens by itself to the next, and each happens at its own time. What
 * it passes over is a gate, or a whole topology.
 */
public interface EventTime {

    /** When something next happens by itself, or null when nothing will. */
    @Nullable
    Instant nextDue();

    /** Lets happen what is due at {@code now}. */
    void wake(Instant now);

    /** Lets time pass: what falls due up to and at {@code time} happens at its own time. */
    default void passUntil(Instant time) {
        Instant due = nextDue();
        while (due != null && !due.isAfter(time)) {
            wake(due);
            due = nextDue();
        }
    }
}
