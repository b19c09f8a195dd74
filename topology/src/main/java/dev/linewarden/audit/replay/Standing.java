package dev.linewarden.audit.replay;

import dev.linewarden.core.state.PoolClock;
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
        Map<String, PoolClock> clocks = new HashMap<>();
        state.forEach(Table.POOLS, row -> {
            if (row instanceof PoolClock clock) {
                clocks.put(clock.pool(), clock);
            }
        });
        return new Standing(clocks);
    }

    /**
     * Whether the pool decided it by itself behind the state, no entry of its own having come.
     *
     * @param offset what it bears
     * @param decidedAt in milliseconds since the epoch
     */
    boolean isBehind(String pool, long offset, long decidedAt) {
        PoolClock clock = clocks.get(pool);
        return clock != null
                && clock.last() != null
                && clock.journalOffset() == offset
                && decidedAt > clock.last().toEpochMilli();
    }
}
