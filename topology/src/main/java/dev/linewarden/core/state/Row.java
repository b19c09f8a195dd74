package dev.linewarden.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One piece of state. Immutable. */
public interface Row {

    /** The table that the row belongs to. */
    Table table();

    /** Its key within the table, unique over all pools. */
    String key();

    /** The same key, from the ring when it was made lately: of rows that many decisions write. */
    default String keyFrom(Keyring keys) {
        return key();
    }

    /**
     * The row as it should stand once the clock has stepped back to {@code now}: times that lie ahead count as now, so
     * that nothing is forgotten and nothing stays shut. Returns this very row when nothing lies ahead.
     */
    default Row asOf(Instant now) {
        return this;
    }

    /** The earlier of the two; null stays null. */
    static @Nullable Instant clamp(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now) ? now : time;
    }
}
