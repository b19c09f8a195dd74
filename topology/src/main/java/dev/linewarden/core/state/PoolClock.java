package dev.linewarden.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool stands.
 *
 * @param last the time of its latest input; null before the first
 * @param journalOffset its latest journal entry; -1 before the first
 * @param lastAssigned the line that was given the latest new recipient: the round-robin pointer
 * @param layout where the pool's waits lie: {@link #LAYOUT} but for state of an earlier release
 */
public record PoolClock(
        String pool,
        @Nullable Instant last,
        long journalOffset,
        @Nullable String lastAssigned,
        int layout) implements Row {

    /** Waits as one row each, under the time at which they fall due. */
    public static final int LAYOUT_BEFORE_BOOKINGS = 0;

    /** Waits as a body and an entry of what falls due, found under their recipient too. */
    public static final int LAYOUT = 1;

    public static PoolClock initial(String pool) {
        return new PoolClock(pool, null, -1, null, LAYOUT);
    }

    public static String key(String pool) {
        return key(Keyring.NONE, pool);
    }

    static String key(Keyring keys, String pool) {
        return keys.of(pool, "clock");
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool);
    }

    public PoolClock at(Instant now, long journalOffset) {
        return new PoolClock(pool, now, journalOffset, lastAssigned, layout);
    }

    public PoolClock assigned(String line) {
        return new PoolClock(pool, last, journalOffset, line, layout);
    }

    /** Whether its waits lie where this release looks for them. */
    public boolean isLaidOut() {
        return layout == LAYOUT;
    }

    public PoolClock laidOut() {
        return new PoolClock(pool, last, journalOffset, lastAssigned, LAYOUT);
    }
}
