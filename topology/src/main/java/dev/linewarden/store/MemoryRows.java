package dev.linewarden.store;

import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows in memory. Keys sort as they do in the topology's stores, since both are ASCII where order matters. */
public final class MemoryRows implements KeptRows {

    private final RowTable[] tables = new RowTable[Table.values().length];
    private final Keyring keys = new Keyring();

    public MemoryRows() {
        Arrays.setAll(tables, table -> new RowTable());
    }

    @Override
    public Keyring keys() {
        return keys;
    }

    @Override
    public MemoryRows empty(int share) {
        return new MemoryRows();
    }

    /** The same rows, which change by themselves from now on. */
    public MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        Arrays.setAll(copy.tables, table -> tables[table].copy());
        return copy;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        return rows(table).get(key);
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> found = new ArrayList<>();
        rows(table).range(from, to, limit, found::add);
        return found;
    }

    @Override
    public void set(Table table, String key, @Nullable Row row) {
        if (row == null) {
            rows(table).remove(key);
        } else {
            rows(table).put(key, row);
        }
    }

    /** Forgets all rows of the table. */
    public void clear(Table table) {
        rows(table).clear();
    }

    /** How many rows there are. */
    public int size() {
        int size = 0;
        for (RowTable rows : tables) {
            size += rows.size();
        }
        return size;
    }

    /** How many rows the table has. */
    public int size(Table table) {
        return rows(table).size();
    }

    @Override
    public void forEach(Table table, Consumer<Row> take) {
        rows(table).forEach(take);
    }

    @SuppressWarnings("EnumOrdinal") // a place in memory, which is kept nowhere
    private RowTable rows(Table table) {
        return tables[table.ordinal()];
    }
}
