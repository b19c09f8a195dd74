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

    private final Map<Minute, BurstMinute> minutes = new HashMap<>();
    private final Pseudonyms pseudonyms;
    // The names under which opt-outs of forgotten people were found, by the key of their recipient.
    private final Map<String, List<String>> recalled = new HashMap<>();

    public Draft(StateView rows) {
        this(rows, new Pseudonyms(List.of()));
    }

    public Draft(StateView rows, Pseudonyms pseudonyms) {
        this.rows = rows;
        this.pseudonyms = pseudonyms;
    }

    /** What is known of the recipient; of one who was forgotten, whether it had opted out. */
    @Override
    public Recipient recipient(String pool, String recipient) {
        String key = Keys.of(pool, recipient);
        if (get(Table.RECIPIENTS, key) instanceof Recipient row) {
            // Who has a row is not forgotten: the first that is written takes the place of what was kept.
            return row;
        }
        Recipient unknown = Recipient.unknown(pool, recipient);
        boolean isForgotten = !recalled.computeIfAbsent(key, absent -> keptOptOuts(pool, recipient))
                .isEmpty();
        return isForgotten ? unknown.optedOutOnce() : unknown;
    }

    private List<String> keptOptOuts(String pool, String recipient) {
        List<String> kept = new ArrayList<>(0);
        for (String pseudonym : pseudonyms.all(pool, recipient)) {
            String key = KeptOptOut.key(pool, pseudonym);
            if (get(Table.RECIPIENTS, key) != null) {
                kept.add(key);
            }
        }
        return kept;
    }

    /** Erases the recipient; of an opt-out a keyed hash stays. */
    public void forget(String pool, String handle) {
        Recipient known = recipient(pool, handle);
        delete(Table.RECIPIENTS, known.key());
        delete(Table.RECIPIENT_FOLLOW_UPS, followUps(pool, handle).key());
        if (known.consent() == Recipient.Consent.OPTED_OUT) {
            put(new KeptOptOut(pool, pseudonyms.of(pool, handle)));
        }
    }

    private static final class Entry {
        @Nullable
        Row before;

        @Nullable
        Row row;

        boolean changed;
    }

    /** A search for a slot asks for the same minutes again and again, so they are found without their keys. */
    @Override
    public BurstMinute burstMinute(String pool, String line, long minute) {
        Minute asked = new Minute(pool, line, minute);
        BurstMinute known = minutes.get(asked);
        if (known == null) {
            known = Rows.super.burstMinute(pool, line, minute);
            minutes.put(asked, known);
        }
        return known;
    }

    private record Minute(String pool, String line, long minute) {}

    @Override
    public @Nullable Row get(Table table, String key) {
        Map<String, Entry> known = known(table);
        Entry entry = known.get(key);
        if (entry == null) {
            entry = new Entry();
            entry.before = rows.get(table, key);
            entry.row = entry.before;
            known.put(key, entry);
        }
        return entry.row;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        Map<String, Entry> changed = changedIn(table, from, to);
        if (changed.isEmpty()) {
            return rows.range(table, from, to, limit);
        }
        // Each deleted row leaves room for one more. No more than that: a range may be all that waits.
        int enough = (int) Math.min(Integer.MAX_VALUE, (long) limit + changed.size());
        TreeMap<String, Row> merged = new TreeMap<>();
        rows.range(table, from, to, enough).forEach(row -> merged.put(row.key(), row));
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
        if (row instanceof Recipient) {
            // The row says itself from now on what its recipient wishes.
            recalled.getOrDefault(key, List.of()).forEach(kept -> delete(Table.RECIPIENTS, kept));
        }
        if (table == Table.RECIPIENTS) {
            Row before = get(table, key);
            if (!Objects.equals(homeOf(before), homeOf(row))) {
                count(before, -1);
                count(row, 1);
            }
        }
        if (row instanceof BurstMinute minute) {
            minutes.put(new Minute(minute.pool(), minute.line(), minute.minute()), minute);
        } else if (table == Table.LINE_BURSTS) {
            minutes.clear();
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
            put(residents(recipient.pool(), recipient.home()).plus(more));
        }
    }

    /** Every change, in the order in which rows were first asked for. */
    public List<Step.Change> changes() {
        List<Step.Change> changes = new ArrayList<>();
        entries.forEach((table, known) -> known.forEach((key, entry) -> {
            if (entry.changed) {
                changes.add(new Step.Change(table, key, entry.row, entry.before));
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
        Map<String, Entry> known = entries.get(table);
        if (known == null) {
            known = new LinkedHashMap<>();
            entries.put(table, known);
        }
        return known;
    }
}
