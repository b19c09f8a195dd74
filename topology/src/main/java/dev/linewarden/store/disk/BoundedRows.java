package dev.linewarden.store.disk;

import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.MemoryRows;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in maps, as long as they are few; when they become too many, the largest table goes to disk, and there it stays. So a
 * small state costs what it costs in maps, and a large one takes no more memory than was allowed. Not thread-safe.
 */
public final class BoundedRows implements KeptRows {

    // Those of people and requests. Lines and what they did stay in memory as long as they leave room for the others.
    private static final Set<Table> THAT_GROW =
            EnumSet.of(Table.RECIPIENTS, Table.RECIPIENT_FOLLOW_UPS, Table.REQUESTS, Table.DEFERRALS);

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
    public BoundedRows empty(int share) {
        return new BoundedRows(scratch, Math.max(1, most / share));
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
    public void set(Table table, String key, @Nullable Row row) {
        DiskTable stored = disk.get(table);
        if (stored != null) {
            stored.set(key, row);
            return;
        }
        memory.set(table, key, row);
        if (memory.size() > most / 2) {
            makeRoom();
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

    private void makeRoom() {
        Table largest = largest(THAT_GROW);
        while (memory.size() > most / 2 && memory.size(largest) > 0) {
            spill(largest);
            largest = largest(THAT_GROW);
        }
        while (memory.size() > most / 4 * 3) {
            spill(largest(EnumSet.allOf(Table.class)));
        }
    }

    private Table largest(Set<Table> tables) {
        return Collections.max(tables, Comparator.comparing(memory::size));
    }

    /** What is left by the tables that are in memory, for each of those that are not. */
    private int mostOfOneOnDisk() {
        return (most - memory.size()) / disk.size();
    }

    private void spill(Table table) {
        Shelf open = shelf == null ? scratch.shelf() : shelf;
        shelf = open;
        DiskTable stored = new DiskTable(open, disk.size(), this::mostOfOneOnDisk);
        disk.put(table, stored);
        memory.forEach(table, row -> stored.set(row.key(), row));
        memory.clear(table);
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
