package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one input has asked for, in the order in which it first did, and what became of them. A decision asks for a dozen,
 * which are found faster by looking at each than by a map for each table; a release that looks at thousands gets its maps.
 */
final class Asked {

    private static final Table[] TABLES = Table.values();
    // A scan compares hashes first, which keys from a ring know already.
    private static final int MOST_SCANNED = 32;

    /** One row as it was, and as it would be. */
    static final class Entry {
        final Table table;
        final String key;

        // What the key held; null for nothing, or when nobody has looked.
        @Nullable
        Row before;

        @Nullable
        Row row;

        boolean changed;

        private Entry(Table table, String key) {
            this.table = table;
            this.key = key;
        }

        private boolean is(Table asked, String name) {
            return table == asked && key.hashCode() == name.hashCode() && key.equals(name);
        }
    }

    private final List<Entry> entries = new ArrayList<>(16);
    private @Nullable Map<Table, Map<String, Entry>> index;

    /** The entry of the key; null when the input has not asked for it. */
    @Nullable
    Entry find(Table table, String key) {
        if (index != null) {
            Map<String, Entry> known = index.get(table);
            return known == null ? null : known.get(key);
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.is(table, key)) {
                return entry;
            }
        }
        return null;
    }

    /** A new entry of a key that has none. */
    Entry add(Table table, String key) {
        Entry entry = new Entry(table, key);
        entries.add(entry);
        if (index != null) {
            put(index, entry);
        } else if (entries.size() > MOST_SCANNED) {
            Map<Table, Map<String, Entry>> all = new EnumMap<>(Table.class);
            entries.forEach(one -> put(all, one));
            index = all;
        }
        return entry;
    }

    private static void put(Map<Table, Map<String, Entry>> index, Entry entry) {
        index.computeIfAbsent(entry.table, absent -> new HashMap<>()).put(entry.key, entry);
    }

    /** What is changed in the table, with {@code from <= key < to}. */
    Map<String, Entry> changedIn(Table table, String from, String to) {
        Map<String, Entry> changed = new HashMap<>(0);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.changed
                    && entry.table == table
                    && entry.key.compareTo(from) >= 0
                    && entry.key.compareTo(to) < 0) {
                changed.put(entry.key, entry);
            }
        }
        return changed;
    }

    /** Every change: table by table, in the order in which rows were first asked for. */
    List<Step.Change> changes() {
        List<Step.Change> changes = new ArrayList<>(entries.size());
        for (Table table : TABLES) {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (entry.changed && entry.table == table) {
                    changes.add(new Step.Change(table, entry.key, entry.row, entry.before));
                }
            }
        }
        return changes;
    }
}
