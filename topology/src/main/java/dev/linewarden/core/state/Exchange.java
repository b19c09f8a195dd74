package dev.linewarden.core.state;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages with one recipient, its own and those sent to it: what tells two machines that answer each other.
 *
 * @param packed ascending; their epoch milliseconds, of at most so many as the window may hold
 * @param loops whether one more came or was asked for than the window may hold; it ends with the pause
 * @param toldOn the calendar day on which operators were last told, as an epoch day in the zone of the server quota;
 *     {@link #NEVER} before the first
 */
@SuppressWarnings(
        "ArrayRecordComponent") // part of a row, which is compared by its key; an array is what a hot path can afford
public record Exchange(long[] packed, boolean loops, long toldOn) {

    public static final long NEVER = -1;

    public static final Exchange NONE = new Exchange(new long[0], false, NEVER);

    /** With one more message, in whichever direction. */
    public Exchange with(Instant at, Policy.Loop policy) {
        int most = policy.max();
        int first = firstWithin(at, policy.window());
        boolean isOneTooMany = packed.length - first >= most;
        long[] next = Times.with(packed, first, at.toEpochMilli());
        return isOneTooMany
                ? new Exchange(Arrays.copyOfRange(next, next.length - most, next.length), true, toldOn)
                : new Exchange(next, isPaused(at, policy), toldOn);
    }

    /** One message too many was asked for: until the pause is over no other goes. */
    public Exchange looping() {
        return loops ? this : new Exchange(packed, true, toldOn);
    }

    public Exchange told(long epochDay) {
        return new Exchange(packed, loops, epochDay);
    }

    /** Messages in the window that ends at {@code at}; what lies ahead, by a clock that stepped back, counts as now. */
    public int within(Instant at, Duration window) {
        return packed.length - firstWithin(at, window);
    }

    /** The first time at or after {@code at} at which one more message goes: {@code at} itself when nothing is in its way. */
    public Instant freeAt(Instant at, Policy.Loop policy) {
        int surplus = within(at, policy.window()) - policy.max();
        if (surplus < 0 && !isPaused(at, policy)) {
            return at;
        }
        Instant rested = last().plus(policy.pause());
        if (surplus < 0) {
            return rested;
        }
        Instant room =
                Instant.ofEpochMilli(packed[packed.length - policy.max()]).plus(policy.window());
        return room.isAfter(rested) ? room : rested;
    }

    private boolean isPaused(Instant at, Policy.Loop policy) {
        return loops && at.isBefore(last().plus(policy.pause()));
    }

    private Instant last() {
        return packed.length == 0 ? Instant.EPOCH : Instant.ofEpochMilli(packed[packed.length - 1]);
    }

    /** The place of the first message that lies in the window. */
    private int firstWithin(Instant at, Duration window) {
        long horizon = at.minus(window).toEpochMilli();
        int first = 0;
        while (first < packed.length && packed[first] <= horizon) {
            first++;
        }
        return first;
    }

    /** Times that lie ahead count as now. Returns this very object when none does. */
    Exchange asOf(Instant now) {
        long latest = now.toEpochMilli();
        if (packed.length == 0 || packed[packed.length - 1] <= latest) {
            return this;
        }
        long[] next = packed.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] = Math.min(next[i], latest);
        }
        return new Exchange(next, loops, toldOn);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exchange that
                && Arrays.equals(packed, that.packed)
                && loops == that.loops
                && toldOn == that.toldOn;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed) + Boolean.hashCode(loops) + Long.hashCode(toldOn);
    }
}
