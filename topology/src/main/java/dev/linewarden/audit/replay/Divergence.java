package dev.linewarden.audit.replay;

import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.RowCodec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where one state differs from another, kept up to date key by key; and whether a judgement looked at such a place. Where a
 * pool stands (its clock, its policy) is no place: it is otherwise by nature. Not thread-safe.
 */
final class Divergence {

    private static final List<Table> OF_LINES =
            List.of(Table.LINES, Table.LINE_ACTIVITY, Table.LINE_BURSTS, Table.SERVER_DAILY_COUNTS);

    private final StateView one;
    private final StateView other;
    private final RowCodec codec = new RowCodec();
    private final Map<Table, NavigableSet<String>> keys = new EnumMap<>(Table.class);
    private boolean touched;

    Divergence(StateView one, StateView other) {
        this.one = one;
        this.other = other;
        for (Table table : Table.values()) {
            keys.put(table, new TreeSet<>());
        }
    }

    /** Looks at a key that changed on either side. */
    void look(Table table, String key) {
        if (table == Table.POOLS) {
            return;
        }
        if (isAlike(one.get(table, key), other.get(table, key))) {
            in(table).remove(key);
        } else {
            in(table).add(key);
        }
    }

    private boolean isAlike(@Nullable Row row, @Nullable Row its) {
        if (row == its) {
            return true;
        }
        // Rows hold arrays, which know nothing of equality.
        return row != null && its != null && Arrays.equals(codec.encode(judgedBy(row)), codec.encode(judgedBy(its)));
    }

    /** A row without what operators were told, by which nothing is judged. */
    private static Row judgedBy(Row row) {
        return row instanceof ServerDay day ? day.withAlerted(0) : row;
    }

    private NavigableSet<String> in(Table table) {
        return Objects.requireNonNull(keys.get(table));
    }

    /** The other state, which notes whether what is read of it differs. */
    StateView watched() {
        return new StateView() {
            @Override
            public @Nullable Row get(Table table, String key) {
                touched |= in(table).contains(key);
                return other.get(table, key);
            }

            @Override
            public List<Row> range(Table table, String from, String to, int limit) {
                if (!isWhatFallsDue(table, from)) {
                    String first = in(table).ceiling(from);
                    touched |= first != null && first.compareTo(to) < 0;
                }
                return other.range(table, from, to, limit);
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
        PoolClock its = one.poolClock(pool);
        if (!Objects.equals(its.lastAssigned(), other.poolClock(pool).lastAssigned())) {
            return true;
        }
        return OF_LINES.stream().anyMatch(table -> {
            String first = in(table).ceiling(Keys.start(pool));
            return first != null && first.compareTo(Keys.end(pool)) < 0;
        });
    }

    /** In how many places the states differ. */
    int size() {
        return keys.values().stream().mapToInt(NavigableSet::size).sum();
    }
}
