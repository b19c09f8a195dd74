package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Decision;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** From one decision to another of the same request; null when nothing is otherwise. */
    static @Nullable Direction of(Decision recorded, Decision would) {
        return of(Told.of(recorded), Told.of(would));
    }

    static @Nullable Direction of(Told recorded, Told would) {
        if (recorded.outcome() != would.outcome()) {
            return valueOf(recorded.outcome().name() + "_" + would.outcome().name());
        }
        long later = laterMillis(recorded, would);
        return later == 0 ? null : later > 0 ? LATER : EARLIER;
    }

    /**
     * By how much it is sent or promised later; 0 where there is no such time on one side. A refusal has none: it is as good as
     * one that comes at another time.
     */
    static long laterMillis(Told recorded, Told would) {
        Instant one = time(recorded);
        Instant other = time(would);
        return one == null || other == null ? 0 : other.toEpochMilli() - one.toEpochMilli();
    }

    private static @Nullable Instant time(Told told) {
        return switch (told.outcome()) {
            case APPROVED -> told.decidedAt();
            case DEFERRED -> told.notBefore();
            case REJECTED -> null;
        };
    }

    /** Whether the outcome is another. */
    public boolean isFlip() {
        return this != LATER && this != EARLIER;
    }

    /** Whether the recorded outcome is a refusal. */
    public boolean wasRefused() {
        return this == REJECTED_APPROVED || this == REJECTED_DEFERRED;
    }

    /** Whether the other is. */
    public boolean wouldBeRefused() {
        return this == APPROVED_REJECTED || this == DEFERRED_REJECTED;
    }

    /** As in {@code approved → rejected}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace("_", " → ");
    }
}
