package dev.linewarden.core.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a recipient since it last wrote, over all lines of the pool, and what was approved last.
 *
 * @param turns turns since the last inbound message
 * @param turnStart the first message of the latest turn
 * @param inTurn messages in the latest turn
 * @param inARow messages since the last inbound message
 * @param lastSend the last of all sends, answered or not
 * @param recent the last requests that the gate approved, answered or not, for a signal that comes late; at most {@value
 *     #RECENT}
 */
public record FollowUps(
        String pool,
        String recipient,
        int turns,
        @Nullable Instant turnStart,
        int inTurn,
        int inARow,
        @Nullable Instant lastSend,
        List<Approval> recent)
        implements Row {

    /** How many approvals are remembered. */
    public static final int RECENT = 10;

    /** One request that the gate let pass. */
    public record Approval(String requestId, Instant at) {}

    public static FollowUps none(String pool, String recipient) {
        return new FollowUps(pool, recipient, 0, null, 0, 0, null, List.of());
    }

    @Override
    public Table table() {
        return Table.RECIPIENT_FOLLOW_UPS;
    }

    @Override
    public String key() {
        return Keys.of(pool, recipient);
    }

    /** The count as it stands at {@code at}: begun anew after a long silence. */
    public FollowUps at(Instant at, Duration resetAfter) {
        return lastSend != null && !at.isBefore(lastSend.plus(resetAfter)) ? none(pool, recipient) : this;
    }

    /** Whether a message at {@code at} belongs to the latest turn. The window includes its end. */
    public boolean joinsTurn(Instant at, Duration turnWindow, int turnMessages) {
        return turnStart != null && !at.isAfter(turnStart.plus(turnWindow)) && inTurn < turnMessages;
    }

    /**
     * With one more message, either in the latest turn or as a new one.
     *
     * @param requestId the request that it came from; null for a message that did not pass the gate
     */
    public FollowUps sent(Instant now, boolean joins, @Nullable String requestId) {
        List<Approval> approvals = requestId == null ? recent : withLatest(new Approval(requestId, now));
        return joins
                ? new FollowUps(pool, recipient, turns, turnStart, inTurn + 1, inARow + 1, now, approvals)
                : new FollowUps(pool, recipient, turns + 1, now, 1, inARow + 1, now, approvals);
    }

    /** The recipient wrote: the count begins anew. Null when there is nothing left to remember. */
    public @Nullable FollowUps answered() {
        return recent.isEmpty() ? null : new FollowUps(pool, recipient, 0, null, 0, 0, lastSend, recent);
    }

    private List<Approval> withLatest(Approval approval) {
        List<Approval> next = new ArrayList<>(recent);
        next.add(approval);
        return List.copyOf(next.subList(Math.max(0, next.size() - RECENT), next.size()));
    }

    @Override
    public Row asOf(Instant now) {
        Instant start = Row.clamp(turnStart, now);
        Instant last = Row.clamp(lastSend, now);
        return Objects.equals(start, turnStart) && Objects.equals(last, lastSend)
                ? this
                : new FollowUps(pool, recipient, turns, start, inTurn, inARow, last, recent);
    }
}
