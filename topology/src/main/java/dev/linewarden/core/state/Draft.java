package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state as one input sees it and would leave it: every row is read once, and what changes leaves as {@link
 * #changes()}, or not at all when the draft is dropped.
 */
public final class Draft implements Rows {

    private final StateView rows;
    private final Map<Table, Map<String, Entry>> entries = new EnumMap<>(Table.class);

    public Draft(StateView rows) {
        this.rows = rows;
    }

    private static final class Entry {
        @Nullable
        Row row;

        boolean changed;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Map<String, Entry> known = known(table);
        Entry entry = known.get(key);
        if (entry == null) {
            entry = new Entry();
            entry.row = rows.get(table, key);
            known.put(key, entry);
        }
        return entry.row;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> stored = rows.range(table, from, to, limit);
        Map<String, Entry> changed = changedIn(table, from, to);
        if (changed.isEmpty()) {
            return stored;
        }
        // A deleted row leaves room for one more, so the stored side is read without the limit.
        TreeMap<String, Row> merged = new TreeMap<>();
        rows.range(table, from, to, Integer.MAX_VALUE).forEach(row -> merged.put(row.key(), row));
        changed.forEach((key, entry) -> {
            if (entry.row == null) {
                merged.remove(key);
            } else {
                merged.put(key, entry.row);
            }
        });
        return merged.values().stream().limit(limit).toList();
    }

    @Override
    public void put(Row row) {
        write(row.table(), row.key(), row);
    }

    @Override
    public void delete(Table table, String key) {
        write(table, key, null);
    }

    private void write(Table table, String key, @Nullable Row row) {
        if (table == Table.RECIPIENTS) {
            Row before = get(table, key);
            if (!Objects.equals(homeOf(before), homeOf(row))) {
                count(before, -1);
                count(row, 1);
            }
        }
        Entry entry = known(table).computeIfAbsent(key, absent -> new Entry());
        entry.row = row;
        entry.changed = true;
    }

    private static @Nullable String homeOf(@Nullable Row row) {
        return row instanceof Recipient recipient ? recipient.home() : null;
    }

    private void count(@Nullable Row row, int more) {
        if (row instanceof Recipient recipient && recipient.home() != null) {
            Residents known = (Residents) get(Table.LINE_ACTIVITY, Residents.key(recipient.pool(), recipient.home()));
            put((known == null ? new Residents(recipient.pool(), recipient.home(), 0) : known).plus(more));
        }
    }

    /** Every change, in the order in which rows were first asked for. */
    public List<Step.Change> changes() {
        List<Step.Change> changes = new ArrayList<>();
        entries.forEach((table, known) -> known.forEach((key, entry) -> {
            if (entry.changed) {
                changes.add(new Step.Change(table, key, entry.row));
            }
        }));
        return changes;
    }

    private Map<String, Entry> changedIn(Table table, String from, String to) {
        Map<String, Entry> changed = new HashMap<>();
        known(table).forEach((key, entry) -> {
            if (entry.changed && key.compareTo(from) >= 0 && key.compareTo(to) < 0) {
                changed.put(key, entry);
            }
        });
        return changed;
    }

    // In the order in which rows were first asked for: what is written does not depend on hashes.
    private Map<String, Entry> known(Table table) {
        return entries.computeIfAbsent(table, absent -> new LinkedHashMap<>());
    }
}
