package dev.linewarden.core.rules;

import dev.linewarden.core.state.Line;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The line that would send a request.
 *
 * @param line null when none can, or when the pinned one is not known
 * @param freeAt when there is none: the first reset that frees one; null when no line of the pool is ACTIVE
 */
public record LineChoice(
        How how, @Nullable Line line, @Nullable Instant freeAt) {

    /** No line was looked for yet, or there is none and never will be. */
    static final LineChoice NOTHING = new LineChoice(How.NONE, null, null);

    /** How the line was found. */
    public enum How {
        /** The request names it. */
        PINNED,
        /** It is the recipient's home line. */
        HOME,
        /** The recipient has no usable home, and a send to it is booked on this line. */
        BOOKED,
        /** The recipient has no usable home, and this line's turn has come. */
        ASSIGNED,
        /** The recipient has no usable home, and no line can take it. */
        NONE
    }
}
