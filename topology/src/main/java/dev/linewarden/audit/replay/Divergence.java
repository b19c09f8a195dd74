package dev.linewarden.audit.replay;

import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a judgement looked at a place where a state differs from the one that lies beneath it. Not thread-safe. */
final class Divergence {

    private static final List<Table> OF_LINES =
            List.of(Table.LINES, Table.LINE_ACTIVITY, Table.LINE_BURSTS, Table.SERVER_DAILY_COUNTS);

    private final StateView beneath;
    private final Overlay state;
    private boolean touched;

    Divergence(StateView beneath, Overlay state) {
        this.beneath = beneath;
        this.state = state;
    }

    /** The state, which notes whether what is read of it differs. */
    StateView watched() {
        return new StateView() {
            @Override
            public Keyring keys() {
                return state.keys();
            }

            @Override
            public @Nullable Row get(Table table, String key) {
                touched |= state.isPlace(table, key);
                return state.get(table, key);
            }

            @Override
            public List<Row> range(Table table, String from, String to, int limit) {
                touched |= !isWhatFallsDue(table, from) && state.isAnyPlace(table, from, to);
                return state.range(table, from, to, limit);
            }
        };
    }

    /** Which wait falls due next is no input of its judgement. */
    private static boolean isWhatFallsDue(Table table, String from) {
        return table == Table.DEFERRALS
                && (isWithin(from, Keysets.DUE_START, Keysets.DUE_END)
                        || isWithin(from, Keysets.WATCH_START, Keysets.WATCH_END));
    }

    private static boolean isWithin(String key, String from, String to) {
        return key.compareTo(from) >= 0 && key.compareTo(to) <= 0;
    }

    /** Whether something was read since the last call that differs. */
    boolean wasTouched() {
        boolean was = touched;
        touched = false;
        return was;
    }

    /** Whether anything differs by which the pool's lines are chosen; hints about lines are not read row by row. */
    boolean isInLinesOf(String pool) {
        PoolClock its = beneath.poolClock(pool);
        if (!Objects.equals(its.lastAssigned(), state.poolClock(pool).lastAssigned())) {
            return true;
        }
        return OF_LINES.stream().anyMatch(table -> state.isAnyPlace(table, Keys.start(pool), Keys.end(pool)));
    }
}
