package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One table's rows by their keys, in two arrays. Most of what a decision costs on a large state is to wait for memory. A {@link
 * java.util.HashMap} leads over a node to the key and the row; here one array tells by its hashes where a key would be, and mostly
 * that it is not there at all, and in the other keys stand beside their rows.
 *
 * <p>Most rows are asked for by their key, and change without moving; many tables are never asked for in order. So keys are put in
 * order when somebody first asks for that, and kept in order from then on.
 */
final class RowTable {

    private static final int LEAST = 16;
    private static final int GOLDEN_RATIO = 0x9E3779B9;
    // Set in the hash of every key, so that 0 is where there is none.
    private static final int TAKEN = 1;

    private int[] hashes = new int[LEAST];
    // Of each place its key and, beside it, its row.
    private @Nullable Object[] slots = new Object[2 * LEAST];
    private int size;
    private @Nullable NavigableSet<String> inOrder;

    int size() {
        return size;
    }

    @Nullable
    Row get(String key) {
        return (Row) slots[2 * find(key, hash(key)) + 1];
    }

    /** Puts the row under the key, in place of what was there. */
    void put(String key, Row row) {
        int hash = hash(key);
        int place = find(key, hash);
        if (hashes[place] == 0) {
            add(place, key, hash);
        }
        // The key at hand is the one that a ring will show next time, and to be the same is found out without reading
        // what it says.
        slots[2 * place] = key;
        slots[2 * place + 1] = row;
        if (size > hashes.length / 4 * 3) {
            grow();
        }
    }

    private void add(int place, String key, int hash) {
        hashes[place] = hash;
        slots[2 * place] = key;
        size++;
        if (inOrder != null) {
            inOrder.add(key);
        }
    }

    /** Removes what is under the key, if anything is. */
    void remove(String key) {
        int place = find(key, hash(key));
        if (hashes[place] == 0) {
            return;
        }
        size--;
        if (inOrder != null) {
            inOrder.remove(key);
        }
        closeUp(place);
    }

    /** Forgets all rows. */
    void clear() {
        hashes = new int[LEAST];
        slots = new Object[2 * LEAST];
        size = 0;
        inOrder = null;
    }

    /** Every place behind it from which a key would no longer be found moves up. */
    private void closeUp(int removed) {
        int gap = removed;
        for (int place = next(gap); hashes[place] != 0; place = next(place)) {
            int wayFromHome = (place - home(hashes[place])) & (hashes.length - 1);
            int wayFromGap = (place - gap) & (hashes.length - 1);
            if (wayFromHome >= wayFromGap) {
                hashes[gap] = hashes[place];
                slots[2 * gap] = slots[2 * place];
                slots[2 * gap + 1] = slots[2 * place + 1];
                gap = place;
            }
        }
        hashes[gap] = 0;
        slots[2 * gap] = null;
        slots[2 * gap + 1] = null;
    }

    /** Shows every row with {@code from <= key < to}, in order, up to so many. */
    void range(String from, String to, int limit, Consumer<Row> take) {
        int left = limit;
        for (String key : inOrder().subSet(from, to)) {
            if (left == 0) {
                return;
            }
            left--;
            take.accept(of(key));
        }
    }

    /** Shows every row, in order. */
    void forEach(Consumer<Row> take) {
        inOrder().forEach(key -> take.accept(of(key)));
    }

    private Row of(String key) {
        Row row = get(key);
        if (row == null) {
            throw new IllegalStateException("a key without a row");
        }
        return row;
    }

    private NavigableSet<String> inOrder() {
        if (inOrder == null) {
            inOrder = new TreeSet<>();
            for (int place = 0; place < hashes.length; place++) {
                if (slots[2 * place] instanceof String key) {
                    inOrder.add(key);
                }
            }
        }
        return inOrder;
    }

    /** The same rows, which change by themselves from now on. */
    RowTable copy() {
        RowTable copy = new RowTable();
        copy.hashes = hashes.clone();
        copy.slots = slots.clone();
        copy.size = size;
        return copy;
    }

    /** The place of the key, or the free one where it would stand. */
    private int find(String key, int hash) {
        int place = home(hash);
        while (hashes[place] != 0 && !(hashes[place] == hash && key.equals(slots[2 * place]))) {
            place = next(place);
        }
        return place;
    }

    private static int hash(String key) {
        // Keys of a table begin alike and end in numbers: without this they would stand side by side.
        return (key.hashCode() * GOLDEN_RATIO) | TAKEN;
    }

    /** Where a key of that hash stands unless others do. */
    private int home(int hash) {
        // Of a product the upper bits are mixed best.
        return hash >>> Integer.numberOfLeadingZeros(hashes.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (hashes.length - 1);
    }

    private void grow() {
        int[] oldHashes = hashes;
        Object[] oldSlots = slots;
        hashes = new int[2 * oldHashes.length];
        slots = new Object[2 * oldSlots.length];
        for (int old = 0; old < oldHashes.length; old++) {
            if (oldHashes[old] != 0) {
                int place = home(oldHashes[old]);
                while (hashes[place] != 0) {
                    place = next(place);
                }
                hashes[place] = oldHashes[old];
                slots[2 * place] = oldSlots[2 * old];
                slots[2 * place + 1] = oldSlots[2 * old + 1];
            }
        }
    }
}
