package dev.linewarden.core.state;

import java.time.Instant;

/**
 * The end of a cause: everything that waited for it before {@code before} falls due now. A bounded number at a time is
 * put into the order of what falls due, where each has the place of its urgency.
 *
 * @param before the journal offset that ended it; what is held again later waits for the next end
 * @param from where in the index of the cause the next batch begins
 */
public record Release(String pool, String cause, Instant due, long before, String from) implements Row, Due {

    /** Ahead of every deferral of the same time: all that it releases must be in order before the first is judged. */
    private static final int RANK = 0;

    public Release(String pool, String cause, Instant due, long before) {
        this(pool, cause, due, before, Waiter.start(pool, cause));
    }

    /** The rest of the release, once everything up to {@code last} has been put in order. */
    public Release after(Waiter last) {
        return new Release(pool, cause, due, before, last.key() + '\0');
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return Due.key(due, RANK, before, pool, cause);
    }
}
