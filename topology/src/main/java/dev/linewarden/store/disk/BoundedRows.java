package dev.linewarden.store.disk;

import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.MemoryRows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in maps, as long as they are few; when they become too many, the largest table goes to disk, and there it stays. So a
 * small state costs what it costs in maps, and a large one takes no more memory than was allowed. Not thread-safe.
 */
public final class BoundedRows implements KeptRows {

    // Lines and what they did stay in memory: of the rows that grow with people and requests there are four tables.
    private static final int TABLES_THAT_GROW = 4;

    private final Scratch scratch;
    private final int most;
    private final MemoryRows memory = new MemoryRows();
    private final Map<Table, DiskTable> disk = new EnumMap<>(Table.class);
    private @Nullable Shelf shelf;

    BoundedRows(Scratch scratch, int most) {
        this.scratch = scratch;
        this.most = most;
    }

    @Override
    public Keyring keys() {
        return memory.keys();
    }

    @Override
    public BoundedRows empty() {
        return new BoundedRows(scratch, most);
    }

    @Override
    public KeptRows copy() {
        BoundedRows copy = empty();
        for (Table table : Table.values()) {
            forEach(table, copy::put);
        }
        return copy;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        DiskTable stored = disk.get(table);
        return stored == null ? memory.get(table, key) : stored.get(key);
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        DiskTable stored = disk.get(table);
        return stored == null ? memory.range(table, from, to, limit) : stored.range(from, to, limit);
    }

    @Override
    public void put(Row row) {
        DiskTable stored = disk.get(row.table());
        if (stored != null) {
            stored.set(row.key(), row);
            return;
        }
        memory.put(row);
        while (memory.size() > most / 2) {
            spill(largest());
        }
    }

    @Override
    public void delete(Table table, String key) {
        DiskTable stored = disk.get(table);
        if (stored == null) {
            memory.delete(table, key);
        } else {
            stored.set(key, null);
        }
    }

    @Override
    public void forEach(Table table, Consumer<Row> take) {
        DiskTable stored = disk.get(table);
        if (stored == null) {
            memory.forEach(table, take);
        } else {
            stored.forEach(row -> {
                take.accept(row);
                return true;
            });
        }
    }

    private Table largest() {
        Table largest = Table.LINES;
        for (Table table : Table.values()) {
            largest = memory.size(table) > memory.size(largest) ? table : largest;
        }
        return largest;
    }

    private void spill(Table table) {
        Shelf open = shelf == null ? scratch.shelf() : shelf;
        shelf = open;
        DiskTable stored = new DiskTable(open, disk.size(), most / 2 / TABLES_THAT_GROW);
        memory.forEach(table, row -> stored.set(row.key(), row));
        memory.clear(table);
        disk.put(table, stored);
    }

    /** How many tables lie on disk. */
    public int tablesOnDisk() {
        return disk.size();
    }

    /** Lets go of all rows. */
    @Override
    public void close() {
        disk.clear();
        for (Table table : Table.values()) {
            memory.clear(table);
        }
        if (shelf != null) {
            scratch.giveBack(shelf);
        }
    }
}
