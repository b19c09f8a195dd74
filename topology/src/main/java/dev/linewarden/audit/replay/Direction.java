package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Outcome;
import java.util.Locale;

/** From what a request came to, to what it would have come to. DEFERRED is one that still waits at the end. */
public enum Direction {
    APPROVED_DEFERRED,
    APPROVED_REJECTED,
    DEFERRED_APPROVED,
    DEFERRED_REJECTED,
    REJECTED_APPROVED,
    REJECTED_DEFERRED,

    /** The same outcome, sent or promised later. */
    LATER,

    /** The same outcome, sent or promised earlier. */
    EARLIER;

    static Direction between(Outcome recorded, Outcome would) {
        return valueOf(recorded.name() + "_" + would.name());
    }

    /** Whether the outcome is another. */
    public boolean isFlip() {
        return this != LATER && this != EARLIER;
    }

    /** As in {@code approved → rejected}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace("_", " → ");
    }
}
