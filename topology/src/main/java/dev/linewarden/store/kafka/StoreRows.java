package dev.linewarden.store.kafka;

import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Shadowed;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.RowCodec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the stores of one task. Nobody else writes them, so decoded rows may be kept in memory while the task lives: all rows of
 * the small tables, and those of the busy ones and of people that were used lately: an answer follows what it answers. That a row is not there
 * is kept too: to choose one of two hundred lines, minutes of each are looked at, and most of them are empty.
 */
public final class StoreRows implements StateView {

    private static final List<Table> RESIDENT = List.of(Table.LINES, Table.POOLS);
    private static final List<Table> BUSY = List.of(Table.LINE_ACTIVITY, Table.SERVER_DAILY_COUNTS, Table.LINE_BURSTS);
    private static final List<Table> OF_PEOPLE = List.of(Table.RECIPIENTS, Table.RECIPIENT_FOLLOW_UPS);
    // Some hundreds of lines with a few rows each, several times over; an absent row is null.
    static final int CACHED_ROWS = 10_000;
    // Who wrote within the last minute is answered now, at a hundred conversations a second and more. Less than a
    // kilobyte each.
    static final int CACHED_PEOPLE = 5_000;

    private final RowCodec codec = new RowCodec();
    private final Keyring keys = new Keyring();
    private final Map<Table, KeyValueStore<String, byte[]>> stores = new EnumMap<>(Table.class);
    private final ReadOnlyStoreView stored;
    private final Map<Table, Resident> resident = new EnumMap<>(Table.class);
    private final Map<Table, LatelyUsed> cached = new EnumMap<>(Table.class);

    /** @param opened the store of each table; nobody else writes to it from now on */
    public StoreRows(Function<Table, KeyValueStore<String, byte[]>> opened) {
        for (Table table : Table.values()) {
            stores.put(table, opened.apply(table));
        }
        stored = new ReadOnlyStoreView(opened);
        for (Table table : RESIDENT) {
            Resident rows = new Resident();
            stored.forEach(table, row -> rows.set(row.key(), row));
            resident.put(table, rows);
        }
        BUSY.forEach(table -> cached.put(table, new LatelyUsed(CACHED_ROWS)));
        OF_PEOPLE.forEach(table -> cached.put(table, new LatelyUsed(CACHED_PEOPLE)));
    }

    /** All rows of a table: in order for ranges, and by hash, for keys of a pool begin alike and are long to compare. */
    private static final class Resident {
        private final NavigableMap<String, Row> inOrder = new TreeMap<>();
        private final Map<String, Row> byKey = new HashMap<>();

        void set(String key, @Nullable Row row) {
            if (row == null) {
                byKey.remove(key);
                inOrder.remove(key);
            } else {
                byKey.put(key, row);
                inOrder.put(key, row);
            }
        }
    }

    @Override
    public Keyring keys() {
        return keys;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Resident all = resident.get(table);
        if (all != null) {
            return all.byKey.get(key);
        }
        LatelyUsed some = cached.get(table);
        if (some == null) {
            return stored.get(table, key);
        }
        LatelyUsed.Entry known = some.find(key);
        if (known != null) {
            return known.row();
        }
        Row found = stored.get(table, key);
        some.put(key, found);
        return found;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        Resident all = resident.get(table);
        if (all == null) {
            return stored.range(table, from, to, limit);
        }
        List<Row> rows = new ArrayList<>(all.inOrder.subMap(from, to).values());
        return rows.size() <= limit ? rows : rows.subList(0, limit);
    }

    /** The rows of the changes in the bytes in which they are kept, one for each; null where a key is to hold nothing. */
    public List<byte @Nullable []> encode(List<Step.Change> changes) {
        List<byte @Nullable []> encoded = new ArrayList<>(changes.size());
        for (Step.Change change : changes) {
            encoded.add(change.row() == null ? null : codec.encode(change.row()));
        }
        return encoded;
    }

    /** Writes the changes: the only place where rows are written. */
    public void write(List<Step.Change> changes, List<byte @Nullable []> encoded) {
        for (int i = 0; i < changes.size(); i++) {
            Step.Change change = changes.get(i);
            store(change.table()).put(change.key(), encoded.get(i));
            remember(change.table(), change.key(), change.row());
        }
    }

    private void remember(Table table, String key, @Nullable Row row) {
        Resident all = resident.get(table);
        LatelyUsed some = cached.get(table);
        if (all != null) {
            all.set(key, row);
        } else if (some == null) {
            return;
        } else if (row == null) {
            // What is deleted is not noted as absent: a sweep would push out what is in use.
            some.remove(key);
        } else if (row instanceof Shadowed) {
            // A second policy's rows, copied by the thousand, would push out those that the first is using.
            some.replace(key, row);
        } else {
            some.put(key, row);
        }
    }

    private KeyValueStore<String, byte[]> store(Table table) {
        KeyValueStore<String, byte[]> store = stores.get(table);
        if (store == null) {
            throw new IllegalStateException("no store for " + table);
        }
        return store;
    }
}
