package dev.linewarden.core.rules;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Kinds;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.StateView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the earliest time at which a line has room for one more send.
 *
 * <p>At most {@code limit} sends may lie within one window. Where one window holds so many already, one more is too many if it
 * comes less than a window after the first of them and less than a window before the last. The first time at which that is over
 * is one window after the first. With a limit of 2 in 60 s and sends at 0 s and 30 s, 59 s is too early and 60 s is free. Sends
 * that one window does not hold are no conflict for what comes between them: so a booked slot stays free for who booked it,
 * whatever is booked behind it.
 *
 * <p>So the search does not try one time after another. It jumps to where the conflict at hand is over, looks for the next
 * conflict there, and ends where there is none. Gaps are passed in the same way. It only moves on, so it reads each minute once.
 *
 * <p>Most lines are far from their limits: then it is enough to count what lies around the first time, and no search is begun.
 */
final class SlotSearch {

    // Of a window of a minute, the minutes in which it begins and ends, and that after it.
    private static final int MINUTES_AROUND = 3;
    private static final long UNREAD = Long.MIN_VALUE;

    private final StateView state;
    private final Line line;
    private final Policy.Burst policy;
    private final long window;
    private final Precedence viewer;
    // A slot is sought around the same minutes in which it is told how much was sent: each is read once.
    private final long[][] around = new long[MINUTES_AROUND][];
    private long firstAround = UNREAD;

    /**
     * @param viewer whose slot is sought: bookings that it respects count as sends
     */
    SlotSearch(StateView state, Line line, Policy.Burst policy, Precedence viewer) {
        this.state = state;
        this.line = line;
        this.policy = policy;
        this.window = policy.window().toMillis();
        this.viewer = viewer;
    }

    /** A reply in an active conversation keeps the window alone. */
    Instant forReply(Instant from) {
        long start = from.toEpochMilli();
        if (isPlainlyFree(start, false, 0)) {
            return from;
        }
        return later(from, search(new Reach(start - window), start, false, 0, null));
    }

    /**
     * Where outreach may go.
     *
     * @param earliest the first time that is free, with no jitter
     * @param slot the first time with it
     */
    record Slots(Instant earliest, Instant slot) {}

    /**
     * Outreach keeps the smaller window and the gap too.
     *
     * @param jitter how much longer than the gap it waits behind what is before it
     * @param own the slot that it has booked, for which the plain gap does: the jitter is in it already; null for none
     */
    Slots forOutreach(Instant from, Duration jitter, @Nullable Instant own) {
        long start = from.toEpochMilli();
        long gap = policy.minGap().toMillis();
        long longest = gap + jitter.toMillis();
        if (isPlainlyFree(start, true, longest)) {
            return new Slots(from, from);
        }
        Reach reach = new Reach(start - Math.max(window, longest));
        long earliest = search(reach, start, true, gap, own);
        long slot = search(reach, earliest, true, longest, own);
        return new Slots(later(from, earliest), later(from, slot));
    }

    private static Instant later(Instant from, long found) {
        return found == from.toEpochMilli() ? from : Instant.ofEpochMilli(found);
    }

    /** Sends of the line in the window that ends at {@code at}. */
    int sendsBefore(Instant at, boolean onlyOutreach) {
        long end = at.toEpochMilli();
        Kinds sends = onlyOutreach ? Kinds.OUTREACH_SENDS : Kinds.SENDS;
        int count = 0;
        for (long minute = BurstMinute.minuteOf(end - window); minute <= BurstMinute.minuteOf(end); minute++) {
            count += sends.count(entriesOf(minute), end - window + 1, end + 1);
        }
        return count;
    }

    /**
     * Whether so few entries lie around the candidate that no run of them can be in conflict with it, and no outreach within the gap.
     * If not, it may be free nevertheless.
     */
    private boolean isPlainlyFree(long candidate, boolean outreach, long gap) {
        long reach = Math.max(window, gap);
        Kinds seen = Kinds.seenBy(viewer);
        Kinds ofOutreach = Kinds.outreachSeenBy(viewer);
        int all = 0;
        int outreaches = 0;
        long last = BurstMinute.minuteOf(candidate + reach);
        for (long minute = BurstMinute.minuteOf(candidate - reach); minute <= last; minute++) {
            long[] entries = entriesOf(minute);
            all += seen.count(entries, candidate - window + 1, candidate + window);
            if (outreach) {
                outreaches += ofOutreach.count(entries, candidate - window + 1, candidate + window);
                if (ofOutreach.count(entries, candidate - gap + 1, candidate + gap) > 0) {
                    return false;
                }
            }
        }
        return all < policy.max() && (!outreach || outreaches < policy.maxOutreach());
    }

    private long[] entriesOf(long minute) {
        if (firstAround == UNREAD) {
            firstAround = minute;
        }
        long place = minute - firstAround;
        if (place < 0 || place >= MINUTES_AROUND) {
            return state.entriesOf(line.pool(), line.line(), minute);
        }
        long[] known = around[(int) place];
        if (known == null) {
            known = state.entriesOf(line.pool(), line.line(), minute);
            around[(int) place] = known;
        }
        return known;
    }

    private long search(Reach reach, long from, boolean outreach, long gap, @Nullable Instant own) {
        long candidate = from;
        while (true) {
            reach.loadThrough(candidate + Math.max(window, gap));
            long next = afterWindow(reach.all, policy.max(), candidate);
            if (outreach) {
                long behind = own != null && own.toEpochMilli() == candidate
                        ? policy.minGap().toMillis()
                        : gap;
                next = Math.max(next, afterWindow(reach.outreach, policy.maxOutreach(), candidate));
                next = Math.max(next, afterGap(reach.outreach, candidate, behind));
            }
            if (next == candidate) {
                return candidate;
            }
            candidate = next;
        }
    }

    private long afterWindow(Times times, int limit, long candidate) {
        // Of the runs of so many entries that are in conflict, the first ends first: it is the one to look at.
        int first = times.window.countUpTo(candidate - window);
        for (int last = first + limit - 1; last < times.size && times.values[last] < candidate + window; last++) {
            long earliest = times.values[last - limit + 1];
            if (times.values[last] - earliest < window) {
                return earliest + window;
            }
        }
        return candidate;
    }

    private long afterGap(Times times, long candidate, long gap) {
        int behind = times.behind.countUpTo(candidate);
        if (behind > 0 && candidate - times.values[behind - 1] < gap) {
            return times.values[behind - 1] + gap;
        }
        // Who comes after has its own jitter in its slot; it needs the plain gap.
        boolean tooClose = behind < times.size
                && times.values[behind] - candidate < policy.minGap().toMillis();
        return tooClose ? times.values[behind] + gap : candidate;
    }

    /** The entries around the search that count, loaded minute by minute as it moves on. */
    private final class Reach {
        private final Times all = new Times();
        private final Times outreach = new Times();
        private long nextMinute;

        Reach(long from) {
            this.nextMinute = BurstMinute.minuteOf(from);
        }

        void loadThrough(long millis) {
            Kinds seen = Kinds.seenBy(viewer);
            for (long end = BurstMinute.minuteOf(millis); nextMinute <= end; nextMinute++) {
                for (long entry : entriesOf(nextMinute)) {
                    if (seen.has(entry)) {
                        all.add(BurstMinute.millis(entry));
                        if (BurstMinute.isOutreach(entry)) {
                            outreach.add(BurstMinute.millis(entry));
                        }
                    }
                }
            }
        }
    }

    /** Ascending epoch milliseconds, passed from the first to the last. */
    private static final class Times {
        private long[] values = new long[32];
        private int size;
        private final Mark behind = new Mark();
        private final Mark window = new Mark();

        void add(long millis) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = millis;
        }

        /** A place that only moves on, as the search does. */
        private final class Mark {
            private int count;

            int countUpTo(long millis) {
                while (count < size && values[count] <= millis) {
                    count++;
                }
                return count;
            }
        }
    }
}
