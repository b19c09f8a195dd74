package dev.linewarden.core;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state with one more line, on a server of its own: nothing is sent by it, nothing booked on it, nobody knows it. */
final class FreshLine implements StateView {

    // No handle and no name that can be typed; the stores are not asked for it.
    private static final String NAME = "\u0002fresh";

    private final StateView rows;
    private final Line line;
    private final String prefix;

    FreshLine(StateView rows, String pool, Instant now) {
        this.rows = rows;
        this.line = new Line(pool, NAME, NAME, Status.ACTIVE, now, now, false);
        this.prefix = Keys.of(pool, NAME);
    }

    Line line() {
        return line;
    }

    @Override
    public Keyring keys() {
        return rows.keys();
    }

    @Override
    public @Nullable Row get(Table table, String key) {
        if (!key.startsWith(prefix)) {
            return rows.get(table, key);
        }
        return table == Table.LINES ? line : null;
    }

    @Override
    public List<Row> range(Table table, String from, String to, int limit) {
        return from.startsWith(prefix) ? List.of() : rows.range(table, from, to, limit);
    }
}
