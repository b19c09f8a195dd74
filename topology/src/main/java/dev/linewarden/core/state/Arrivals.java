package dev.linewarden.core.state;

import java.time.Instant;
import java.util.Arrays;

/**
 * How many people wrote to a line for the first time: by minutes over the last hour, by hours of UTC over the week before.
 *
 * @param hours ascending; each an epoch hour shifted left by {@value #SHIFT}, the number of that hour in the low bits
 * @param minutes likewise, of epoch minutes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its key alone
public record Arrivals(String pool, String line, long[] hours, long[] minutes) implements Row {

    private static final int SHIFT = 20;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int HOUR = 60;
    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;

    public static Arrivals none(String pool, String line) {
        return new Arrivals(pool, line, new long[0], new long[0]);
    }

    public static String key(String pool, String line) {
        return key(Keyring.NONE, pool, line);
    }

    static String key(Keyring keys, String pool, String line) {
        return keys.of(pool, line, "arrivals");
    }

    @Override
    public Table table() {
        return Table.LINE_ACTIVITY;
    }

    @Override
    public String key() {
        return key(pool, line);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool, line);
    }

    /** With one more; what no question can reach any more is let go of. */
    public Arrivals with(Instant at) {
        long hour = hourOf(at);
        long minute = minuteOf(at);
        return new Arrivals(
                pool, line, counted(hours, hour, hour - 1 - WEEK), counted(minutes, minute, minute + 1 - HOUR));
    }

    /** New contacts of the hour that ends with the minute of {@code at}. */
    public int inHourUntil(Instant at) {
        return sum(minutes, minuteOf(at) + 1 - HOUR, minuteOf(at) + 1);
    }

    /**
     * New contacts in an hour, on the average of a week of clock hours; of a younger line, of its life, a day at least. The
     * hours of {@link #inHourUntil} are not among them.
     */
    public double usualBefore(Instant at) {
        long end = hourOf(at) - 1;
        long first = hours.length == 0 ? end : Math.max(end - WEEK, hours[0] >> SHIFT);
        return (double) sum(hours, first, end) / Math.max(DAY, end - first);
    }

    private static int sum(long[] packed, long from, long to) {
        int sum = 0;
        for (long entry : packed) {
            sum += (entry >> SHIFT) >= from && (entry >> SHIFT) < to ? countOf(entry) : 0;
        }
        return sum;
    }

    /** One more at {@code when}, and nothing from before {@code oldest}. */
    private static long[] counted(long[] packed, long when, long oldest) {
        long[] kept = Arrays.stream(packed)
                .filter(entry -> (entry >> SHIFT) >= oldest && (entry >> SHIFT) != when)
                .toArray();
        long[] next = Arrays.copyOf(kept, kept.length + 1);
        next[kept.length] = when << SHIFT | (sum(packed, when, when + 1) + 1);
        Arrays.sort(next);
        return next;
    }

    private static int countOf(long entry) {
        return (int) (entry & ((1L << SHIFT) - 1));
    }

    private static long hourOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS_PER_HOUR);
    }

    private static long minuteOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS_PER_MINUTE);
    }

    /** What came in hours that lie ahead came in this one, and likewise of minutes. */
    @Override
    public Row asOf(Instant now) {
        long[] past = upTo(hours, hourOf(now));
        long[] late = upTo(minutes, minuteOf(now));
        return past == hours && late == minutes ? this : new Arrivals(pool, line, past, late);
    }

    private static long[] upTo(long[] packed, long now) {
        if (packed.length == 0 || (packed[packed.length - 1] >> SHIFT) <= now) {
            return packed;
        }
        long[] before =
                Arrays.stream(packed).filter(entry -> (entry >> SHIFT) < now).toArray();
        long[] next = Arrays.copyOf(before, before.length + 1);
        next[before.length] = now << SHIFT | sum(packed, now, Long.MAX_VALUE >> SHIFT);
        return next;
    }
}
