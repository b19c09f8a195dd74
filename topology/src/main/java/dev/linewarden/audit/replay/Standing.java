package dev.linewarden.audit.replay;

import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.WholeState;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each pool stands in a state. What a pool decides by itself behind it, before its next entry comes, bears the offset of its
 * latest entry, which lies before the state.
 *
 * @param clocks by pool
 */
record Standing(Map<String, PoolClock> clocks) {

    static final Standing NOWHERE = new Standing(Map.of());

    /** Where the pools stand in a state. */
    static Standing of(WholeState state) {
        Standing standing = new Standing(new HashMap<>());
        state.forEach(Table.POOLS, standing::take);
        return standing;
    }

    /** Notes where a pool stands, if the row says so. */
    void take(Row row) {
        if (row instanceof PoolClock clock) {
            clocks.put(clock.pool(), clock);
        }
    }

    /**
     * Whether the pool decided it by itself behind the state, no entry of its own having come.
     *
     * @param offset what it bears
     * @param decidedAt in milliseconds since the epoch
     */
    boolean isBehind(String pool, long offset, long decidedAt) {
        PoolClock clock = clocks.get(pool);
        return clock != null && isBehind(clock, offset, decidedAt);
    }

    private static boolean isBehind(PoolClock clock, long offset, long decidedAt) {
        return clock.last() != null
                && clock.journalOffset() == offset
                && decidedAt > clock.last().toEpochMilli();
    }

    /** The same for whoever does not know whose entry an offset is. */
    ByEntry byEntry() {
        Map<Long, PoolClock> latest = new HashMap<>();
        clocks.values().forEach(clock -> latest.put(clock.journalOffset(), clock));
        return (offset, decidedAt) -> {
            PoolClock clock = latest.get(offset);
            return clock != null && isBehind(clock, offset, decidedAt);
        };
    }

    /** Where pools stand, by their latest entries. */
    interface ByEntry {

        /** Whether the pool whose entry it is decided it by itself behind the state. */
        boolean isBehind(long offset, long decidedAt);
    }
}
