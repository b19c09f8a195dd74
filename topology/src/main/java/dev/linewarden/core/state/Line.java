package dev.linewarden.core.state;

import dev.linewarden.core.model.LineUpdate.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line as last reported.
 *
 * @param activatedAt start of its warm-up, as reported
 * @param since when the gate learnt of this status
 * @param evacuated whether its recipients are to move to other lines: it is not ACTIVE, and an operator said so
 */
public record Line(
        String pool,
        String line,
        String server,
        Status status,
        @Nullable Instant activatedAt,
        Instant since,
        boolean evacuated)
        implements Row {

    @Override
    public Table table() {
        return Table.LINES;
    }

    @Override
    public String key() {
        return Keys.of(pool, line);
    }

    public boolean isActive() {
        return status == Status.ACTIVE;
    }
}
