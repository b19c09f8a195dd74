package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows in maps. Keys sort as they do in the topology's stores, since both are ASCII where order matters. */
public final class MemoryRows implements Rows, WholeState {

    private final Map<Table, NavigableMap<String, Row>> tables = new EnumMap<>(Table.class);

    public MemoryRows() {
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>());
        }
    }

    /** The same rows, which change by themselves from now on. */
    public MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        tables.forEach((table, rows) -> copy.rows(table).putAll(rows));
        return copy;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        return rows(table).get(key);
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> found = new ArrayList<>();
        for (Row row : rows(table).subMap(from, to).values()) {
            if (found.size() == limit) {
                break;
            }
            found.add(row);
        }
        return found;
    }

    @Override
    public void put(Row row) {
        rows(row.table()).put(row.key(), row);
    }

    @Override
    public void delete(Table table, String key) {
        rows(table).remove(key);
    }

    @Override
    public void forEach(Table table, Consumer<Row> take) {
        rows(table).values().forEach(take);
    }

    private NavigableMap<String, Row> rows(Table table) {
        NavigableMap<String, Row> rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("no rows for " + table);
        }
        return rows;
    }
}
