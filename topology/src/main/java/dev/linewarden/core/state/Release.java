package dev.linewarden.core.state;

import java.time.Instant;

/**
 * The end of a cause: everything that waited for it before {@code before} is judged now, a bounded number at a time.
 *
 * @param before the journal offset that ended it; what is held again later waits for the next end
 */
public record Release(String pool, String cause, Instant due, long before) implements Row, Due {

    // Ahead of every deferral of the same time: its waiters compete by their own urgency, not behind others.
    private static final int RANK = 0;

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return Due.key(due, RANK, before, pool, cause);
    }
}
