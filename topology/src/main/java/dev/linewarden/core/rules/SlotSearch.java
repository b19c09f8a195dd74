package dev.linewarden.core.rules;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.StateView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Finds the earliest time at which one more send of a line keeps every sliding window and gap.
 *
 * <p>Windows are half-open: a send at {@code t} counts until just before {@code t + window}. So one more send at {@code
 * s} is in conflict with {@code limit} others exactly when all of them lie within one window: {@code latest - window < s
 * < earliest + window}; the first time that ends the conflict is {@code earliest + window}. The search jumps from
 * conflict to conflict, and so reads each minute once.
 */
final class SlotSearch {

    private final StateView state;
    private final Line line;
    private final Policy.Burst policy;
    private final long window;

    SlotSearch(StateView state, Line line, Policy.Burst policy) {
        this.state = state;
        this.line = line;
        this.policy = policy;
        this.window = policy.window().toMillis();
    }

    /** A reply in an active conversation does not queue behind outreach: only what was sent and other replies count. */
    Instant forReply(Instant from) {
        Reach reach = new Reach(entry -> BurstMinute.isSend(entry) || BurstMinute.isReservedForReply(entry));
        return search(from, reach, false, 0);
    }

    /** A reply whose slot has come respects only the replies that were ahead of it. */
    Instant replyInPlace(Instant from, Instant own) {
        long slot = own.toEpochMilli();
        Reach reach = new Reach(entry -> BurstMinute.isSend(entry)
                || (BurstMinute.isReservedForReply(entry) && BurstMinute.millis(entry) < slot));
        return search(from, reach, false, 0);
    }

    /** Outreach queues behind what was sent, behind replies, and behind slots of the same or a higher priority. */
    Instant forOutreach(Instant from, Priority priority, Duration jitter) {
        Reach reach = new Reach(entry -> BurstMinute.isSend(entry)
                || BurstMinute.isReservedForReply(entry)
                || BurstMinute.priority(entry).atLeast(priority));
        return search(from, reach, true, policy.minGap().plus(jitter).toMillis());
    }

    /** Outreach whose slot has come respects only what was ahead of it in the queue. Its slot holds the jitter already. */
    Instant outreachInPlace(Instant from, Priority priority, Instant own) {
        long slot = own.toEpochMilli();
        Reach reach = new Reach(entry -> {
            if (BurstMinute.isSend(entry)) {
                return true;
            }
            boolean isAhead = BurstMinute.millis(entry) < slot;
            if (BurstMinute.isReservedForReply(entry)) {
                return isAhead;
            }
            Priority other = BurstMinute.priority(entry);
            return other.atLeast(priority) && (other != priority || isAhead);
        });
        return search(from, reach, true, policy.minGap().toMillis());
    }

    /** Sends of the line in the window that ends at {@code at}. */
    int sendsBefore(Instant at, boolean onlyOutreach) {
        long end = at.toEpochMilli();
        int count = 0;
        for (long minute = BurstMinute.minuteOf(end - window); minute <= BurstMinute.minuteOf(end); minute++) {
            for (long entry :
                    state.burstMinute(line.pool(), line.line(), minute).packed()) {
                long millis = BurstMinute.millis(entry);
                if (millis > end - window
                        && millis <= end
                        && BurstMinute.isSend(entry)
                        && (!onlyOutreach || BurstMinute.isOutreach(entry))) {
                    count++;
                }
            }
        }
        return count;
    }

    private Instant search(Instant from, Reach reach, boolean outreach, long gap) {
        long start = from.toEpochMilli();
        long candidate = start;
        reach.startAt(candidate - Math.max(window, gap));
        while (true) {
            reach.loadThrough(candidate + Math.max(window, gap));
            long next = afterWindow(reach.all, policy.max(), candidate);
            if (outreach) {
                next = Math.max(next, afterWindow(reach.outreach, policy.maxOutreach(), candidate));
                next = Math.max(next, afterGap(reach.outreach, candidate, gap));
            }
            if (next == candidate) {
                return candidate == start ? from : Instant.ofEpochMilli(candidate);
            }
            candidate = next;
        }
    }

    private long afterWindow(Times times, int limit, long candidate) {
        // Of the runs of so many entries that begin after this, the first ends first: it is the one to look at.
        int first = times.window.countUpTo(candidate - window);
        int last = first + limit - 1;
        return last < times.size && times.values[last] < candidate + window ? times.values[first] + window : candidate;
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

    private interface Relevance {
        boolean counts(long entry);
    }

    /** The relevant entries around the search, loaded minute by minute as it moves on. */
    private final class Reach {
        private final Relevance relevance;
        private final Times all = new Times();
        private final Times outreach = new Times();
        private long nextMinute;

        Reach(Relevance relevance) {
            this.relevance = relevance;
        }

        void startAt(long millis) {
            nextMinute = BurstMinute.minuteOf(millis);
        }

        void loadThrough(long millis) {
            for (long end = BurstMinute.minuteOf(millis); nextMinute <= end; nextMinute++) {
                for (long entry :
                        state.burstMinute(line.pool(), line.line(), nextMinute).packed()) {
                    if (relevance.counts(entry)) {
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
        private long[] values = new long[8];
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
