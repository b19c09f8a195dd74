package dev.linewarden.core.state;

import java.time.Instant;

/**
 * Something happened that concerns many waits: what they wait for has come, a line can send no longer, the pool has a new policy.
 * Each wait that began before is looked at again, in order, a bounded number at a step; the row says how far that has come.
 *
 * @param cause what happened; see the constants
 * @param beforeOffset the journal offset of what happened; a wait that began behind it knows of it already
 * @param from the key at which the next look begins
 */
public record Release(String pool, String cause, Instant due, long beforeOffset, String from) implements Row, Due {

    /** Ahead of every wait of the same time: all that it releases must be in order before the first is judged. */
    private static final int RANK = 0;

    private static final String BOOKED = "booked:";
    private static final String ALL = "policy";
    private static final String SUSPENDED = "suspended";

    /** A cause of {@link Deferral} ended. */
    public static Release of(String pool, String cause, Instant now, long beforeOffset) {
        return new Release(pool, cause, now, beforeOffset, Waiter.start(pool, cause));
    }

    /** What is booked on the line cannot be sent by it. */
    public static Release ofBookings(String pool, String line, Instant now, long beforeOffset) {
        return new Release(pool, BOOKED + line, now, beforeOffset, Keysets.DUE_START);
    }

    /** All of the pool is to be judged anew. */
    public static Release ofAll(String pool, Instant now, long beforeOffset) {
        return new Release(pool, ALL, now, beforeOffset, Keysets.DUE_START);
    }

    /** What is promised for a time at which it is suspended cannot be sent then. */
    public static Release ofSuspended(String pool, Instant now, long beforeOffset) {
        return new Release(pool, SUSPENDED, now, beforeOffset, Keysets.DUE_START);
    }

    /** Whether it concerns those alone that are promised for a time at which they are suspended. */
    boolean isOfSuspended() {
        return cause.equals(SUSPENDED);
    }

    /** Whether it walks the index by due time, as against the index by cause. */
    public boolean isByDueTime() {
        return from.startsWith(Keysets.DUE_START);
    }

    /** Whether it concerns what the entry of the index by due time stands for. */
    public boolean concerns(Wake wake) {
        return wake.pool().equals(pool)
                && (cause.equals(ALL)
                        || isOfSuspended()
                        || (wake.line() != null && cause.equals(BOOKED + wake.line())));
    }

    /** The end of the index that it walks. */
    public String to() {
        return isByDueTime() ? Keysets.DUE_END : Waiter.end(pool, cause);
    }

    /** The rest of it, once everything up to the key has been looked at. */
    public Release after(String key) {
        return new Release(pool, cause, due, beforeOffset, key + '\0');
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return Due.key(due, RANK, beforeOffset, pool, cause);
    }
}
