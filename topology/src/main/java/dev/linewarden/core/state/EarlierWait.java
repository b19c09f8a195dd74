package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits, as releases before bookings kept it: one row, under the time at which it falls due. It is read alone
 * to become a {@link Deferral}, see {@link Layout}.
 *
 * @param due when it was to be judged again
 * @param promised when upstream was told that it would be
 * @param arrivalOffset the journal offset of the request
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
        long arrivalOffset,
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
        return Due.key(due, 1 + urgency.rank(), arrivalOffset, request.pool(), request.requestId());
    }

    /** Whether it waited for something to happen, and its time was its deadline. All else held a slot, or time alone ended it. */
    boolean wasHeld() {
        return slot == null && cause != null;
    }

    /** The keys of its entries in the index by cause: under its recipient, and under what it waited for. */
    List<String> indexKeys() {
        String recipient = indexKey(Deferral.awaitingReply(request.recipient()));
        return cause == null ? List.of(recipient) : List.of(recipient, indexKey(cause));
    }

    private String indexKey(String awaited) {
        return EarlierWaiter.key(request.pool(), awaited, arrivalOffset, request.requestId());
    }
}
