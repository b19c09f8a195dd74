package dev.linewarden.store.disk;

import dev.linewarden.core.state.Row;
import dev.linewarden.store.RowCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table on a shelf, in the format of the stores. Those that were used last are in memory, also as not being
 * there; what changed is written once it is many.
 */
final class DiskTable {

    private final Shelf shelf;
    private final byte family;
    private final IntSupplier most;
    private final RowCodec codec = new RowCodec();
    // The latest used is the last.
    private final LinkedHashMap<String, Cell> recent = new LinkedHashMap<>(256, 0.75f, true);
    // What is not written: in order as far as it was walked over, for most tables are hardly ever.
    private final NavigableMap<String, Cell> inOrder = new TreeMap<>();
    private final List<Cell> inNoOrder = new ArrayList<>();

    /** What a key holds: null for nothing. */
    private static final class Cell {
        private final String key;
        private @Nullable Row row;
        private boolean isWritten;

        Cell(String key, @Nullable Row row) {
            this.key = key;
            this.row = row;
            this.isWritten = true;
        }
    }

    /**
     * @param family tells its rows from those of other tables on the shelf
     * @param most how many rows may stay in memory at the moment
     */
    DiskTable(Shelf shelf, int family, IntSupplier most) {
        this.shelf = shelf;
        this.family = (byte) family;
        this.most = most;
    }

    @Nullable
    Row get(String key) {
        Cell known = recent.get(key);
        if (known != null) {
            return known.row;
        }
        byte[] bytes = shelf.get(bytes(key));
        Cell cell = new Cell(key, bytes == null ? null : RowCodec.decode(bytes));
        recent.put(key, cell);
        trim();
        return cell.row;
    }

    void set(String key, @Nullable Row row) {
        Cell cell = recent.get(key);
        if (cell == null) {
            cell = new Cell(key, row);
            recent.put(key, cell);
        }
        cell.row = row;
        if (cell.isWritten) {
            cell.isWritten = false;
            inNoOrder.add(cell);
        }
        trim();
    }

    private void trim() {
        int room = Math.max(2, most.getAsInt());
        if (inOrder.size() + inNoOrder.size() > room / 2) {
            writeAll();
        }
        while (recent.size() > room) {
            Iterator<Cell> eldest = recent.values().iterator();
            if (!eldest.next().isWritten) {
                writeAll();
                eldest = recent.values().iterator();
                eldest.next();
            }
            eldest.remove();
        }
    }

    private void writeAll() {
        shelf.write(changes -> {
            inOrder.values().forEach(cell -> write(cell, changes));
            inNoOrder.forEach(cell -> write(cell, changes));
        });
        inOrder.clear();
        inNoOrder.clear();
    }

    private void write(Cell cell, Shelf.Changes changes) {
        cell.isWritten = true;
        changes.set(bytes(cell.key), cell.row == null ? null : codec.encode(cell.row));
    }

    private NavigableMap<String, Cell> unwritten() {
        inNoOrder.forEach(cell -> inOrder.put(cell.key, cell));
        inNoOrder.clear();
        return inOrder;
    }

    List<Row> range(String from, String to, int limit) {
        List<Row> found = new ArrayList<>();
        if (limit > 0) {
            walk(from, bytes(to), unwritten().subMap(from, to), row -> {
                found.add(row);
                return found.size() < limit;
            });
        }
        return found;
    }

    void forEach(Predicate<Row> take) {
        walk("", new byte[] {(byte) (family + 1)}, unwritten(), take);
    }

    /** What lies on the shelf and what is not written yet, in order. */
    private void walk(String from, byte[] to, SortedMap<String, Cell> ahead, Predicate<Row> take) {
        Iterator<Map.Entry<String, Cell>> changed = ahead.entrySet().iterator();
        Merge merge = new Merge(changed, take);
        shelf.range(bytes(from), to, (key, value) -> merge.takeBefore(text(key), value));
        merge.takeRest();
    }

    /** Two walks that go on together: what is not written yet takes the place of what is. */
    private static final class Merge {
        private final Iterator<Map.Entry<String, Cell>> changed;
        private final Predicate<Row> take;
        private Map.@Nullable Entry<String, Cell> next;
        private boolean isEnough;

        Merge(Iterator<Map.Entry<String, Cell>> changed, Predicate<Row> take) {
            this.changed = changed;
            this.take = take;
            this.next = changed.hasNext() ? changed.next() : null;
        }

        /** Whether more is wanted. */
        boolean takeBefore(String key, byte[] stored) {
            while (!isEnough && next != null && next.getKey().compareTo(key) < 0) {
                takeNext();
            }
            if (isEnough) {
                return false;
            }
            if (next != null && next.getKey().equals(key)) {
                takeNext();
            } else {
                isEnough = !take.test(RowCodec.decode(stored));
            }
            return !isEnough;
        }

        void takeRest() {
            while (!isEnough && next != null) {
                takeNext();
            }
        }

        private void takeNext() {
            Row row = next == null ? null : next.getValue().row;
            next = changed.hasNext() ? changed.next() : null;
            isEnough = row != null && !take.test(row);
        }
    }

    private byte[] bytes(String key) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length + 1];
        bytes[0] = family;
        System.arraycopy(text, 0, bytes, 1, text.length);
        return bytes;
    }

    private static String text(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }
}
