package dev.linewarden.core.rules;

import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Kinds;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Finds the earliest time at which one more outreach of a line is far enough from all its others, before and after it: some
 * hours, say. Like {@link SlotSearch} it jumps to where a conflict is over; the distance is long, so it looks at the minutes that
 * are there and not at each.
 */
final class Trickle {

    private final StateView state;
    private final Line line;
    private final long apart;
    private final Precedence viewer;
    private final Predicate<Instant> isSilent;

    /**
     * @param viewer whose send is planned: bookings that it respects count as sends
     * @param isSilent whether the line is silent at a time: what is booked for another keeps no distance from what is before it
     */
    Trickle(StateView state, Line line, Duration apart, Precedence viewer, Predicate<Instant> isSilent) {
        this.state = state;
        this.line = line;
        this.apart = apart.toMillis();
        this.viewer = viewer;
        this.isSilent = isSilent;
    }

    /** The first time at or after {@code from}; each step of the search passes all that is in conflict. */
    Instant next(Instant from) {
        long candidate = from.toEpochMilli();
        while (true) {
            long conflict = lastConflict(candidate);
            if (conflict == Long.MIN_VALUE) {
                return candidate == from.toEpochMilli() ? from : Instant.ofEpochMilli(candidate);
            }
            candidate = conflict + apart;
        }
    }

    /** The latest outreach that lies less than the distance from the candidate; the least number when none does. */
    private long lastConflict(long candidate) {
        long last = Long.MIN_VALUE;
        Kinds counted = Kinds.outreachSeenBy(viewer);
        String from = BurstMinute.key(line.pool(), line.line(), BurstMinute.minuteOf(candidate - apart));
        String to = BurstMinute.key(line.pool(), line.line(), BurstMinute.minuteOf(candidate + apart) + 1);
        for (Row row : state.range(Table.LINE_BURSTS, from, to, Integer.MAX_VALUE)) {
            for (long entry : ((BurstMinute) row).packed()) {
                long millis = BurstMinute.millis(entry);
                boolean isNear = millis > candidate - apart && millis < candidate + apart;
                if (isNear
                        && counted.has(entry)
                        && (millis <= candidate || isSilent.test(Instant.ofEpochMilli(millis)))) {
                    last = Math.max(last, millis);
                }
            }
        }
        return last;
    }
}
