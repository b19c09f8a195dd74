package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.HashMap;
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
    private final Keyring keys;
    private final Asked asked = new Asked();
    private final Pseudonyms pseudonyms;
    // The names under which opt-outs of forgotten people were found, by the key of their recipient.
    private Map<String, List<String>> recalled = Map.of();

    public Draft(StateView rows) {
        this(rows, new Pseudonyms(List.of()));
    }

    public Draft(StateView rows, Pseudonyms pseudonyms) {
        this.rows = rows;
        this.keys = rows.keys();
        this.pseudonyms = pseudonyms;
    }

    /** What is known of the recipient; of one who was forgotten, whether it had opted out. */
    @Override
    public Recipient recipient(String pool, String recipient) {
        String key = keys.passing(pool, recipient);
        if (get(Table.RECIPIENTS, key) instanceof Recipient row) {
            // Who has a row is not forgotten: the first that is written takes the place of what was kept.
            return row;
        }
        Recipient unknown = Recipient.unknown(pool, recipient);
        return isForgotten(key, pool, recipient) ? unknown.optedOutOnce() : unknown;
    }

    private boolean isForgotten(String key, String pool, String recipient) {
        if (recalled.isEmpty()) {
            recalled = new HashMap<>();
        }
        return !recalled.computeIfAbsent(key, absent -> keptOptOuts(pool, recipient))
                .isEmpty();
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

    @Override
    public Keyring keys() {
        return keys;
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Asked.Entry entry = asked.find(table, key);
        if (entry == null) {
            Row stored = rows.get(table, key);
            entry = asked.add(table, key);
            entry.before = stored;
            entry.row = stored;
        }
        return entry.row;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        Map<String, Asked.Entry> changed = asked.changedIn(table, from, to);
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
    public void set(Table table, String key, @Nullable Row row) {
        if (table == Table.RECIPIENTS) {
            noteRecipient(key, row);
        }
        Asked.Entry known = asked.find(table, key);
        Asked.Entry entry = known == null ? asked.add(table, key) : known;
        entry.row = row;
        entry.changed = true;
    }

    private void noteRecipient(String key, @Nullable Row row) {
        if (row instanceof Recipient && !recalled.isEmpty()) {
            // The row says itself from now on what its recipient wishes.
            recalled.getOrDefault(key, List.of()).forEach(kept -> delete(Table.RECIPIENTS, kept));
        }
        Row before = get(Table.RECIPIENTS, key);
        if (!Objects.equals(homeOf(before), homeOf(row))) {
            count(before, -1);
            count(row, 1);
        }
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
        return asked.changes();
    }
}
