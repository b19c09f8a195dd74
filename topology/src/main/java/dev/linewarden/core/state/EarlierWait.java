package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits, as releases before bookings kept it: one row, under the time at which it falls due. It is read alone
 * to become a {@link Deferral}, see {@link Layout}.
 *
 * @param due when it was to be judged again
 * @param promised when upstream was told that it would be
 * @param line the line whose slot it holds; null without one
 * @param slot the reserved slot; null without one
 * @param reply whether the slot is for a reply in an active conversation
 */
public record EarlierWait(
        OutboundRequest request,
        int attempt,
        Instant due,
        Instant promised,
        @Nullable String cause,
        Priority urgency,
        long arrival,
        long inboundsSeen,
        Instant firstJudgedAt,
        Instant judgedAt,
        @Nullable String line,
        @Nullable Instant slot,
        boolean reply)
        implements Row, Due {

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return Due.key(due, 1 + urgency.rank(), arrival, request.pool(), request.requestId());
    }

    /** The key of its entry in the index by cause, as it was then. */
    String waiterKey(String awaited) {
        return Keys.of(Keys.of(Waiter.FAMILY, request.pool(), awaited), Keys.ordered(arrival), request.requestId());
    }
}
