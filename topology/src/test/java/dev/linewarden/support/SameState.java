package dev.linewarden.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.Shadowed;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.MemoryRows;
import java.util.List;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/** That two gates remember the same, row by row. */
public final class SameState {

    // Some rows hold arrays, which equals() compares by identity.
    private static final RecursiveComparisonConfiguration BY_CONTENT = new RecursiveComparisonConfiguration();

    private SameState() {}

    public static void check(StateView actual, StateView expected) {
        for (Table table : Table.values()) {
            assertThat(all(actual, table))
                    .as(table.storeName())
                    .usingRecursiveComparison(BY_CONTENT)
                    .isEqualTo(all(expected, table));
        }
    }

    /** What the first policy's gate remembers. */
    public static MemoryRows withoutShadows(MemoryRows all) {
        MemoryRows own = new MemoryRows();
        for (Table table : Table.values()) {
            all.forEach(table, row -> {
                if (!(row instanceof Shadowed) && !(row instanceof ShadowRun)) {
                    own.put(row);
                }
            });
        }
        return own;
    }

    private static List<Row> all(StateView rows, Table table) {
        return rows.range(table, "", "\uffff", Integer.MAX_VALUE);
    }
}
