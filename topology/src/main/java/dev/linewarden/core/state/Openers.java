package dev.linewarden.core.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The conversations that a line opened within the dialogue window, and which of them were answered.
 *
 * @param packed ascending; each the opener's epoch milliseconds shifted left by one, the low bit set once answered
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its key alone; an array is what a hot path can afford
public record Openers(String pool, String line, long[] packed) implements Row {

    private static final long[] NOTHING = {};

    public static Openers none(String pool, String line) {
        return new Openers(pool, line, NOTHING);
    }

    public static String key(String pool, String line) {
        return key(Keyring.NONE, pool, line);
    }

    static String key(Keyring keys, String pool, String line) {
        return keys.of(pool, line, "openers");
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

    /** Adds an opener and forgets those that left the window. */
    public Openers opened(Instant at, Duration window) {
        long horizon = at.minus(window).toEpochMilli();
        int left = 0;
        while (left < packed.length && (packed[left] >> 1) <= horizon) {
            left++;
        }
        return new Openers(pool, line, Times.with(packed, left, at.toEpochMilli() << 1));
    }

    /** Marks one unanswered opener of that very time as answered. */
    public Openers answered(Instant openedAt) {
        int at = Arrays.binarySearch(packed, openedAt.toEpochMilli() << 1);
        if (at < 0) {
            return this;
        }
        long[] next = packed.clone();
        next[at] |= 1;
        Arrays.sort(next);
        return new Openers(pool, line, next);
    }

    /** Conversations opened after {@code from} and not after {@code to}. */
    public int openedIn(Instant from, Instant to) {
        return count(from, to, false);
    }

    /** Those of them that were answered. */
    public int answeredIn(Instant from, Instant to) {
        return count(from, to, true);
    }

    private int count(Instant from, Instant to, boolean onlyAnswered) {
        long after = from.toEpochMilli();
        long until = to.toEpochMilli();
        int count = 0;
        for (long opener : packed) {
            long at = opener >> 1;
            if (at > after && at <= until && (!onlyAnswered || (opener & 1) == 1)) {
                count++;
            }
        }
        return count;
    }

    /** When, after {@code at}, openers become old enough to count, or too old to: ascending. */
    public List<Instant> changesAfter(Instant at, Duration window, Duration grace) {
        return Arrays.stream(packed)
                .map(opener -> opener >> 1)
                .flatMap(opened -> LongStream.of(opened + grace.toMillis(), opened + window.toMillis()))
                .filter(change -> change > at.toEpochMilli())
                .sorted()
                .distinct()
                .mapToObj(Instant::ofEpochMilli)
                .toList();
    }

    @Override
    public Row asOf(Instant now) {
        long latest = now.toEpochMilli();
        if (packed.length == 0 || (packed[packed.length - 1] >> 1) <= latest) {
            return this;
        }
        long[] next = Arrays.stream(packed)
                .map(opener -> Math.min(opener >> 1, latest) << 1 | (opener & 1))
                .sorted()
                .toArray();
        return new Openers(pool, line, next);
    }
}
