package dev.linewarden.store;

import dev.linewarden.core.state.Keyring;
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
    private final Keyring keys = new Keyring();
    private int size;

    /**
     * Most rows are asked for by their key, and change without moving: a walk down a tree would be most of the work. So a table is
     * put in order when it is first asked for in order, and kept in order from then on; many never are.
     */
    private static final class OneTable {
        private final Map<String, Cell> byKey = new HashMap<>();
        private @Nullable NavigableMap<String, Cell> inOrder;

        NavigableMap<String, Cell> inOrder() {
            if (inOrder == null) {
                inOrder = new TreeMap<>(byKey);
            }
            return inOrder;
        }

        void add(String key, Cell cell) {
            byKey.put(key, cell);
            if (inOrder != null) {
                inOrder.put(key, cell);
            }
        }

        boolean remove(String key) {
            if (inOrder != null) {
                inOrder.remove(key);
            }
            return byKey.remove(key) != null;
        }
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
    public Keyring keys() {
        return keys;
    }

    @Override
    public MemoryRows empty() {
        return new MemoryRows();
    }

    @Override
    public MemoryRows copy() {
        MemoryRows copy = new MemoryRows();
        tables.values().forEach(rows -> rows.byKey.forEach((key, cell) -> copy.put(cell.row.table(), key, cell.row)));
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
        for (Cell cell : rows(table).inOrder().subMap(from, to).values()) {
            if (found.size() == limit) {
                break;
            }
            found.add(cell.row);
        }
        return found;
    }

    @Override
    public void put(Row row) {
        put(row.table(), row.keyFrom(keys), row);
    }

    /** Under the key that the caller has made already. */
    @Override
    public void set(Table table, String key, @Nullable Row row) {
        if (row == null) {
            delete(table, key);
        } else {
            put(table, key, row);
        }
    }

    private void put(Table table, String key, Row row) {
        OneTable rows = rows(table);
        Cell known = rows.byKey.get(key);
        if (known == null) {
            rows.add(key, new Cell(row));
            size++;
        } else {
            known.row = row;
        }
    }

    @Override
    public void delete(Table table, String key) {
        if (rows(table).remove(key)) {
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
        rows(table).inOrder().values().forEach(cell -> take.accept(cell.row));
    }

    private OneTable rows(Table table) {
        OneTable rows = tables.get(table);
        if (rows == null) {
            throw new IllegalStateException("no rows for " + table);
        }
        return rows;
    }
}
