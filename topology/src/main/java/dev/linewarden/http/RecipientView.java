package dev.linewarden.http;

import dev.linewarden.contract.Masked;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate knows of a recipient.
 *
 * @param recipient masked unless revealed
 * @param turns follow-up turns since it last wrote
 * @param inARow messages since it last wrote
 * @param waiting ids of the requests to it that wait, at most 100
 */
record RecipientView(
        String pool,
        String recipient,
        Instant asOf,
        String consent,
        @Nullable Instant optedOutAt,
        @Nullable String home,
        List<Known> lines,
        long inbounds,
        @Nullable Instant lastInbound,
        @Nullable Instant lastOutbound,
        boolean inConversation,
        int turns,
        int inARow,
        boolean cardShared,
        List<String> waiting)
        implements Answer {

    private static final int MOST_WAITING = 100;

    /** A line that has to do with it. */
    record Known(
            String line,
            @Nullable Instant firstSend,
            @Nullable Instant firstInbound) {}

    /** Null for somebody of whom the gate knows nothing. */
    static @Nullable RecipientView of(PoolDesk.Opened pool, String handle, boolean reveal) {
        Recipient recipient = pool.view().recipient(handle);
        List<String> waiting = waiting(pool.view().state(), pool.pool(), handle);
        if (recipient.equals(Recipient.unknown(pool.pool(), handle)) && waiting.isEmpty()) {
            return null;
        }
        FollowUps sent = pool.view()
                .followUps(handle)
                .at(pool.now(), pool.policy().followUps().resetAfter());
        return new RecipientView(
                pool.pool(),
                reveal ? handle : Masked.handle(handle),
                pool.now(),
                recipient.consent().name(),
                recipient.optedOutAt(),
                recipient.home(),
                recipient.ties().stream()
                        .map(tie -> new Known(tie.line(), tie.firstSend(), tie.firstInbound()))
                        .toList(),
                recipient.inbounds(),
                recipient.lastInbound(),
                recipient.lastOutbound(),
                recipient.isActive(pool.now(), pool.policy().followUps()),
                sent.turns(),
                sent.inARow(),
                recipient.cardShared(),
                waiting);
    }

    private static List<String> waiting(StateView state, String pool, String handle) {
        String cause = Deferral.awaitingReply(handle);
        return state.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), MOST_WAITING).stream()
                .filter(Waiter.class::isInstance)
                .map(row -> ((Waiter) row).requestId())
                .toList();
    }
}
