package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one input has asked for, in the order in which it first did, and what became of them. A decision asks for a dozen of
 * eight tables, which are found faster by looking at those of the table than by a map; a release that looks at thousands gets its maps.
 */
@SuppressWarnings("EnumOrdinal") // places in memory, which are kept nowhere
final class Asked {

    private static final Table[] TABLES = Table.values();
    private static final int MOST_SCANNED = 32;

    /** One row as it was, and as it would be. */
    static final class Entry {
        final String key;

        // What the key held; null for nothing, or when nobody has looked.
        @Nullable
        Row before;

        @Nullable
        Row row;

        boolean changed;

        // The next of the same table.
        private @Nullable Entry next;

        private Entry(String key) {
            this.key = key;
        }

        private boolean is(String name) {
            // Keys that come from a ring know their hashes already.
            return key.hashCode() == name.hashCode() && key.equals(name);
        }
    }

    private final @Nullable Entry[] first = new Entry[TABLES.length];
    private final @Nullable Entry[] last = new Entry[TABLES.length];
    private int size;
    private @Nullable Map<Table, Map<String, Entry>> index;

    /** The entry of the key; null when the input has not asked for it. */
    @Nullable
    Entry find(Table table, String key) {
        if (index != null) {
            Map<String, Entry> known = index.get(table);
            return known == null ? null : known.get(key);
        }
        Entry entry = first[table.ordinal()];
        while (entry != null && !entry.is(key)) {
            entry = entry.next;
        }
        return entry;
    }

    /** A new entry of a key that has none. */
    Entry add(Table table, String key) {
        Entry entry = new Entry(key);
        Entry before = last[table.ordinal()];
        if (before == null) {
            first[table.ordinal()] = entry;
        } else {
            before.next = entry;
        }
        last[table.ordinal()] = entry;
        size++;
        if (index != null) {
            put(index, table, entry);
        } else if (size > MOST_SCANNED) {
            index = indexed();
        }
        return entry;
    }

    private Map<Table, Map<String, Entry>> indexed() {
        Map<Table, Map<String, Entry>> all = new EnumMap<>(Table.class);
        for (Table table : TABLES) {
            for (Entry entry = first[table.ordinal()]; entry != null; entry = entry.next) {
                put(all, table, entry);
            }
        }
        return all;
    }

    private static void put(Map<Table, Map<String, Entry>> index, Table table, Entry entry) {
        index.computeIfAbsent(table, absent -> new HashMap<>()).put(entry.key, entry);
    }

    /** What is changed in the table, with {@code from <= key < to}. */
    Map<String, Entry> changedIn(Table table, String from, String to) {
        Map<String, Entry> changed = new HashMap<>(0);
        for (Entry entry = first[table.ordinal()]; entry != null; entry = entry.next) {
            if (entry.changed && entry.key.compareTo(from) >= 0 && entry.key.compareTo(to) < 0) {
                changed.put(entry.key, entry);
            }
        }
        return changed;
    }

    /** Every change: table by table, in the order in which rows were first asked for. */
    List<Step.Change> changes() {
        List<Step.Change> changes = new ArrayList<>(size);
        for (Table table : TABLES) {
            for (Entry entry = first[table.ordinal()]; entry != null; entry = entry.next) {
                if (entry.changed) {
                    changes.add(new Step.Change(table, entry.key, entry.row, entry.before));
                }
            }
        }
        return changes;
    }
}
