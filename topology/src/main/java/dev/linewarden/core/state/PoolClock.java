package dev.linewarden.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool stands.
 *
 * @param last the time of its latest input; null before the first
 * @param journalOffset its latest journal entry; -1 before the first
 * @param lastAssigned the line that was given the latest new recipient: the round-robin pointer
 */
public record PoolClock(
        String pool,
        @Nullable Instant last,
        long journalOffset,
        @Nullable String lastAssigned) implements Row {

    public static PoolClock initial(String pool) {
        return new PoolClock(pool, null, -1, null);
    }

    public static String key(String pool) {
        return Keys.of(pool, "clock");
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool);
    }

    public PoolClock at(Instant now, long offset) {
        return new PoolClock(pool, now, offset, lastAssigned);
    }

    public PoolClock assigned(String line) {
        return new PoolClock(pool, last, journalOffset, line);
    }
}
