package dev.linewarden.core.state;

import java.time.Instant;
import java.util.Arrays;

/**
 * How many people wrote to a line for the first time, by hours of UTC, over a week.
 *
 * @param packed ascending; each an epoch hour shifted left by {@value #SHIFT}, the number of that hour in the low bits
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its key alone
public record Arrivals(String pool, String line, long[] packed) implements Row {

    private static final int SHIFT = 20;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int WEEK = 7 * 24;
    private static final int DAY = 24;

    public static Arrivals none(String pool, String line) {
        return new Arrivals(pool, line, new long[0]);
    }

    public static String key(String pool, String line) {
        return Keys.of(pool, line, "arrivals");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    /** With one more; hours that are more than a week ago are let go of. */
    public Arrivals with(Instant at) {
        long hour = hourOf(at);
        int index = find(hour);
        if (index >= 0) {
            long[] next = packed.clone();
            next[index]++;
            return new Arrivals(pool, line, next);
        }
        long[] kept = Arrays.stream(packed)
                .filter(entry -> (entry >> SHIFT) >= hour - WEEK)
                .toArray();
        long[] next = Arrays.copyOf(kept, kept.length + 1);
        next[kept.length] = hour << SHIFT | 1;
        Arrays.sort(next);
        return new Arrivals(pool, line, next);
    }

    /** New contacts of the hour. */
    public int inHourOf(Instant at) {
        int index = find(hourOf(at));
        return index < 0 ? 0 : countOf(packed[index]);
    }

    /** New contacts in an hour, on the average of the week before the hour; of a younger line, of its life, a day at least. */
    public double usualBefore(Instant at) {
        long hour = hourOf(at);
        long first = hour;
        int sum = 0;
        for (long entry : packed) {
            long then = entry >> SHIFT;
            if (then < hour && then >= hour - WEEK) {
                first = Math.min(first, then);
                sum += countOf(entry);
            }
        }
        return (double) sum / Math.max(DAY, hour - first);
    }

    private int find(long hour) {
        for (int i = packed.length - 1; i >= 0; i--) {
            if ((packed[i] >> SHIFT) == hour) {
                return i;
            }
        }
        return -1;
    }

    private static int countOf(long entry) {
        return (int) (entry & ((1L << SHIFT) - 1));
    }

    private static long hourOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS_PER_HOUR);
    }

    /** What came in hours that lie ahead came in this one. */
    @Override
    public Row asOf(Instant now) {
        long hour = hourOf(now);
        long ahead = 0;
        long here = 0;
        for (long entry : packed) {
            ahead += (entry >> SHIFT) > hour ? countOf(entry) : 0;
            here += (entry >> SHIFT) == hour ? countOf(entry) : 0;
        }
        if (ahead == 0) {
            return this;
        }
        long[] before =
                Arrays.stream(packed).filter(entry -> (entry >> SHIFT) < hour).toArray();
        long[] next = Arrays.copyOf(before, before.length + 1);
        next[before.length] = hour << SHIFT | (ahead + here);
        return new Arrivals(pool, line, next);
    }
}
