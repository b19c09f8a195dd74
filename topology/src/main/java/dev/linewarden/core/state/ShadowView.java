package dev.linewarden.core.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state as a pool's shadow knows it: its own rows alone, under the keys that its gate asks for. */
public record ShadowView(StateView rows, String pool) implements StateView {

    @Override
    public Keyring keys() {
        return rows.keys();
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        Row row = rows.get(table, Shadowed.key(pool, key));
        return row instanceof Shadowed shadowed ? shadowed.row() : null;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        List<Row> stored = rows.range(table, Shadowed.key(pool, from), Shadowed.key(pool, to), limit);
        List<Row> own = new ArrayList<>(stored.size());
        for (Row row : stored) {
            own.add(((Shadowed) row).row());
        }
        return own;
    }

    /** A change of a row as it is to be written. */
    public Step.Change change(Step.Change change) {
        Row row = change.row();
        return new Step.Change(
                change.table(), Shadowed.key(pool, change.key()), row == null ? null : new Shadowed(pool, row));
    }
}
