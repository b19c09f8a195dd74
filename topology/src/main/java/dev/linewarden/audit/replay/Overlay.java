package dev.linewarden.audit.replay;

import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.KeptRows;
import dev.linewarden.store.RowCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state that is kept as what it has otherwise than another, which lies beneath it. Both change: who changes the one beneath
 * says so before, and what this state had there it has until it changes that itself, or both have taken their step and {@link
 * #settle} looks what is alike again. Not thread-safe.
 */
final class Overlay implements Rows, AutoCloseable {

    // What hides a row beneath is kept beside what takes its place, and is seldom much.
    private static final int SHARE_OF_HIDDEN = 8;

    private final KeptRows beneath;
    private final Map<Table, Layer> layers = new EnumMap<>(Table.class);
    private final KeptRows own;
    private final KeptRows hidden;
    private final RowCodec codec = new RowCodec();
    // Days that differ in what operators were told alone, by which nothing is judged.
    private final Set<String> toldOtherwise = new HashSet<>();

    /** What one table has otherwise. */
    private static final class Layer {
        private final Map<String, Fresh> step = new HashMap<>();
        private int own;
        private int hidden;

        int size() {
            return own + hidden;
        }
    }

    /** What this state has under a key that changed on either side in this step; null for nothing. */
    private static final class Fresh {
        private @Nullable Row row;

        Fresh(@Nullable Row row) {
            this.row = row;
        }
    }

    /** Alike in everything, so far. */
    Overlay(KeptRows beneath) {
        this.beneath = beneath;
        this.own = beneath.empty(1);
        this.hidden = beneath.empty(SHARE_OF_HIDDEN);
        for (Table table : Table.values()) {
            layers.put(table, new Layer());
        }
    }

    private Layer layer(Table table) {
        return Objects.requireNonNull(layers.get(table));
    }

    @Override
    public Keyring keys() {
        return beneath.keys();
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Fresh fresh = layer(table).step.get(key);
        return fresh == null ? settled(table, key) : fresh.row;
    }

    private @Nullable Row settled(Table table, String key) {
        Row its = ownRow(table, key);
        return its != null || isHidden(table, key) ? its : beneath.get(table, key);
    }

    private @Nullable Row ownRow(Table table, String key) {
        return layer(table).own == 0 ? null : own.get(table, key);
    }

    private boolean isHidden(Table table, String key) {
        return layer(table).hidden > 0 && hidden.get(table, key) != null;
    }

    @Override
    public void set(Table table, String key, @Nullable Row row) {
        layer(table).step.computeIfAbsent(key, absent -> new Fresh(null)).row = row;
    }

    /** What lies beneath is about to change there; here it stays. */
    void stay(Table table, String key) {
        layer(table).step.computeIfAbsent(key, absent -> new Fresh(settled(table, key)));
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        Layer layer = layer(table);
        if (layer.size() == 0 && layer.step.isEmpty()) {
            return beneath.range(table, from, to, limit);
        }
        List<Row> found = new ArrayList<>();
        String next = from;
        while (found.size() < limit && next.compareTo(to) < 0) {
            next = page(table, next, to, limit, found);
        }
        return found;
    }

    /**
     * Adds what lies ahead, from either side at most as many rows as are wanted in all.
     *
     * @return the key before which all was looked at
     */
    private String page(Table table, String from, String to, int limit, List<Row> found) {
        Layer layer = layer(table);
        List<Row> below = beneath.range(table, from, to, limit);
        String end = endOf(below, to, limit);
        List<Row> above = layer.own == 0 ? List.of() : own.range(table, from, end, limit);
        end = endOf(above, end, limit);
        TreeMap<String, Row> merged = new TreeMap<>();
        for (Row row : below) {
            String key = row.key();
            if (key.compareTo(end) < 0 && !isHidden(table, key)) {
                merged.put(key, row);
            }
        }
        above.forEach(row -> merged.put(row.key(), row));
        for (Map.Entry<String, Fresh> changed : layer.step.entrySet()) {
            String key = changed.getKey();
            Row row = changed.getValue().row;
            if (key.compareTo(from) >= 0 && key.compareTo(end) < 0) {
                if (row == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, row);
                }
            }
        }
        merged.values().stream().limit(limit - found.size()).forEach(found::add);
        return end;
    }

    private static String endOf(List<Row> page, String to, int limit) {
        // The least key behind the last.
        return page.size() < limit ? to : page.get(page.size() - 1).key() + '\0';
    }

    /** Both sides have taken their step: keeps what differs now of what changed on either. */
    void settle() {
        layers.forEach((table, layer) -> {
            layer.step.forEach((key, fresh) -> settle(table, key, fresh.row));
            layer.step.clear();
        });
    }

    private void settle(Table table, String key, @Nullable Row row) {
        Row its = beneath.get(table, key);
        boolean isOtherwise = !isAlike(row, its);
        keep(table, key, isOtherwise ? row : null);
        hide(table, key, isOtherwise && row == null ? its : null);
        if (isOtherwise && row instanceof ServerDay && isAlike(judgedBy(row), judgedBy(its))) {
            toldOtherwise.add(key);
        } else if (table == Table.SERVER_DAILY_COUNTS) {
            toldOtherwise.remove(key);
        }
    }

    private void keep(Table table, String key, @Nullable Row row) {
        Row before = ownRow(table, key);
        if (row != before) {
            own.set(table, key, row);
            layer(table).own += (row == null ? 0 : 1) - (before == null ? 0 : 1);
        }
    }

    private void hide(Table table, String key, @Nullable Row row) {
        boolean was = isHidden(table, key);
        if (was != (row != null)) {
            hidden.set(table, key, row);
            layer(table).hidden += was ? -1 : 1;
        }
    }

    private boolean isAlike(@Nullable Row row, @Nullable Row its) {
        if (row == its) {
            return true;
        }
        if (row == null || its == null || row.getClass() != its.getClass()) {
            return false;
        }
        // Rows hold arrays, which know nothing of equality. Those of a minute differ as often as not.
        if (row instanceof BurstMinute minute && its instanceof BurstMinute other) {
            return Arrays.equals(minute.packed(), other.packed()) && Arrays.equals(minute.inbounds(), other.inbounds());
        }
        return row.equals(its) || Arrays.equals(codec.encode(row), codec.encode(its));
    }

    private static @Nullable Row judgedBy(@Nullable Row row) {
        return row instanceof ServerDay day ? day.withAlerted(0) : row;
    }

    /**
     * Whether the states differed there before this step in what is judged by. Where a pool stands (its clock, its policy) is
     * otherwise by nature and no such place.
     */
    boolean isPlace(Table table, String key) {
        return table != Table.POOLS
                && (ownRow(table, key) != null || isHidden(table, key))
                && !(table == Table.SERVER_DAILY_COUNTS && toldOtherwise.contains(key));
    }

    /** Whether there is any such place with {@code from <= key < to}. */
    boolean isAnyPlace(Table table, String from, String to) {
        Layer layer = layer(table);
        if (table == Table.POOLS || layer.size() == 0) {
            return false;
        }
        if (layer.hidden > 0 && !hidden.range(table, from, to, 1).isEmpty()) {
            return true;
        }
        int enough = table == Table.SERVER_DAILY_COUNTS ? toldOtherwise.size() + 1 : 1;
        return layer.own > 0
                && own.range(table, from, to, enough).stream().anyMatch(row -> !toldOtherwise.contains(row.key()));
    }

    /** In how many places the states differ. */
    int places() {
        int places = -toldOtherwise.size();
        for (Map.Entry<Table, Layer> table : layers.entrySet()) {
            places += table.getKey() == Table.POOLS ? 0 : table.getValue().size();
        }
        return places;
    }

    /** Forgets what it has otherwise. */
    @Override
    public void close() {
        own.close();
        hidden.close();
    }
}
