package dev.linewarden.core.state;

import dev.linewarden.core.model.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a request that waits is judged again: a small entry of the index by due time, over all pools of a partition. Its key
 * orders by time, then urgency, then arrival.
 *
 * @param due its promised time, its deadline when it is held, or sooner when something ended the wait
 * @param urgency its place among what falls due at the same time: HIGH when the recipient will be in an active conversation
 *     by then
 * @param arrivalOffset the journal offset of the request
 * @param line the line on which its send is booked; null when it is on none
 */
public record Wake(
        String pool,
        String requestId,
        Instant due,
        Priority urgency,
        long arrivalOffset,
        @Nullable String line) implements Row, Due {

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        // The first rank is that of a Release.
        return Due.key(due, 1 + urgency.rank(), arrivalOffset, pool, requestId);
    }

    /** The same, at another time or place in the order. */
    public Wake at(Instant time, Priority rank) {
        return new Wake(pool, requestId, time, rank, arrivalOffset, line);
    }
}
