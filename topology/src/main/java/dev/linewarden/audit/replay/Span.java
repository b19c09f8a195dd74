package dev.linewarden.audit.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of one journal partition that a replay goes over.
 *
 * @param oldest when the oldest entry that the broker still holds was appended; null when it holds none
 * @param oldestOffset its offset
 * @param behind the last entry whose effects are in the state that the replay begins from; -1 when it begins from nothing
 * @param from the first offset whose decisions are compared
 * @param end the offset behind the last entry
 * @param ticks the offset behind the last tick
 * @param ticksSince the entry behind which the oldest tick came that the broker still holds; -1 when it holds them all
 */
record Span(
        int partition,
        @Nullable Instant oldest,
        long oldestOffset,
        long behind,
        long from,
        long end,
        long ticks,
        long ticksSince) {

    /** Whether the entries that the replay would have to begin with are gone. */
    boolean isTruncated() {
        return !isEmpty() && (oldestOffset > behind + 1 || ticksSince > behind);
    }

    boolean isEmpty() {
        return oldest == null || end <= behind + 1;
    }

    /** How many entries there are at most. */
    long length() {
        return isEmpty() ? 0 : end - Math.max(behind + 1, oldestOffset);
    }

    /** Whether a decision that was made at the offset is compared. */
    boolean compares(long offset) {
        return offset >= from && offset > behind && offset < end;
    }

    /**
     * Whether a decision is compared: one that was made at an entry of the stretch, or by its pool itself behind where that stood.
     *
     * @param standing where the pools stood when the replay begins
     * @param decidedAt in milliseconds since the epoch
     */
    boolean compares(Standing standing, String pool, long offset, long decidedAt) {
        return compares(offset) || standing.isBehind(pool, offset, decidedAt);
    }
}
