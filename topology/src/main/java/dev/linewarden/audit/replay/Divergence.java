package dev.linewarden.audit.replay;

import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.RowCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    // The rows of either side where they differ: as many as there are people, under a policy that changes much.
    private final KeptRows places;
    private int size;
    private boolean touched;

    /**
     * Two states that are alike.
     *
     * @param places in which there is nothing yet; closed by {@link #close}
     */
    Divergence(StateView one, StateView other, KeptRows places) {
        this.one = one;
        this.other = other;
        this.places = places;
    }

    /** Looks at a key that changed on either side. */
    void look(Table table, String key) {
        if (table == Table.POOLS) {
            return;
        }
        Row row = one.get(table, key);
        Row its = other.get(table, key);
        boolean was = isPlace(table, key);
        boolean is = !isAlike(row, its);
        if (was && !is) {
            places.delete(table, key);
            size--;
        } else if (is && !was) {
            places.put(row == null ? Objects.requireNonNull(its) : row);
            size++;
        }
    }

    private boolean isPlace(Table table, String key) {
        return size > 0 && places.get(table, key) != null;
    }

    private boolean isAlike(@Nullable Row row, @Nullable Row its) {
        if (row == its) {
            return true;
        }
        if (row == null || its == null || row.getClass() != its.getClass()) {
            return false;
        }
        Row left = judgedBy(row);
        Row right = judgedBy(its);
        // Rows hold arrays, which know nothing of equality.
        return left.equals(right) || Arrays.equals(codec.encode(left), codec.encode(right));
    }

    /** A row without what operators were told, by which nothing is judged. */
    private static Row judgedBy(Row row) {
        return row instanceof ServerDay day ? day.withAlerted(0) : row;
    }

    /** The other state, which notes whether what is read of it differs. */
    StateView watched() {
        return new StateView() {
            @Override
            public @Nullable Row get(Table table, String key) {
                touched |= isPlace(table, key);
                return other.get(table, key);
            }

            @Override
            public List<Row> range(Table table, String from, String to, int limit) {
                touched |= !isWhatFallsDue(table, from) && isAnyWithin(table, from, to);
                return other.range(table, from, to, limit);
            }
        };
    }

    private boolean isAnyWithin(Table table, String from, String to) {
        return size > 0 && !places.range(table, from, to, 1).isEmpty();
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
        return OF_LINES.stream().anyMatch(table -> isAnyWithin(table, Keys.start(pool), Keys.end(pool)));
    }

    /** In how many places the states differ. */
    int size() {
        return size;
    }

    /** Forgets where they differ. */
    void close() {
        places.close();
    }
}
