package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rows in maps. Keys sort as they do in the topology's stores, since both are ASCII where order matters. */
public final class MemoryRows implements KeptRows {

    private final Map<Table, OneTable> tables = new EnumMap<>(Table.class);
    private int size;

    /** Most rows are asked for by their key, and change without moving: a walk down a tree would be most of the work. */
    private static final class OneTable {
        private final Map<String, Cell> byKey = new HashMap<>();
        private final NavigableMap<String, Cell> inOrder = new TreeMap<>();
    }

    private static final class Cell {
        private Row row;

        Cell(Row row) {
            this.row = row;
        }
    }

    public MemoryRows() {
        for (Table table : Table.values()) {
            tables.put(table, new OneTable());
        }
    }

    @Override
    public MemoryRows empty() {
        return new MemoryRows();
    }

    @Override
    public MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        tables.values().forEach(rows -> rows.inOrder.values().forEach(cell -> copy.put(cell.row)));
        return copy;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Cell cell = rows(table).byKey.get(key);
        return cell == null ? null : cell.row;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> found = new ArrayList<>();
        for (Cell cell : rows(table).inOrder.subMap(from, to).values()) {
            if (found.size() == limit) {
                break;
            }
            found.add(cell.row);
        }
        return found;
    }

    @Override
    public void put(Row row) {
        OneTable rows = rows(row.table());
        String key = row.key();
        Cell known = rows.byKey.get(key);
        if (known == null) {
            Cell cell = new Cell(row);
            rows.byKey.put(key, cell);
            rows.inOrder.put(key, cell);
            size++;
        } else {
            known.row = row;
        }
    }

    @Override
    public void delete(Table table, String key) {
        OneTable rows = rows(table);
        if (rows.byKey.remove(key) != null) {
            rows.inOrder.remove(key);
            size--;
        }
    }

    /** Forgets all rows of the table. */
    public void clear(Table table) {
        size -= size(table);
        tables.put(table, new OneTable());
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** How many rows the table has. */
    public int size(Table table) {
        return rows(table).byKey.size();
    }

    @Override
    public void forEach(Table table, Consumer<Row> take) {
        rows(table).inOrder.values().forEach(cell -> take.accept(cell.row));
    }

    private OneTable rows(Table table) {
        OneTable rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("no rows for " + table);
        }
        return rows;
    }
}
