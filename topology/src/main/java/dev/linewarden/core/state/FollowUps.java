package dev.linewarden.core.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a recipient since it last wrote, over all lines of the pool, what is booked, and what was approved last.
 *
 * @param turns turns outside an active conversation since the last inbound message
 * @param turnStart the first message of the latest of them
 * @param inTurn messages in the latest of them
 * @param inARow messages since the last inbound message
 * @param lastSend the last of all sends, answered or not
 * @param answeredAt the last message that was sent inside the active conversation since the last inbound message: all of
 *     them are the answer, one turn
 * @param recent the last requests that the gate approved, answered or not, for a signal that comes late; at most {@value
 *     #RECENT}
 * @param booked what waits for its time, ascending
 */
public record FollowUps(
        String pool,
        String recipient,
        int turns,
        @Nullable Instant turnStart,
        int inTurn,
        int inARow,
        @Nullable Instant lastSend,
        @Nullable Instant answeredAt,
        List<Approval> recent,
        List<Expected> booked)
        implements Row {

    /** How many approvals are remembered. */
    public static final int RECENT = 10;

    private static final Comparator<Expected> BY_TIME = Comparator.comparing(Expected::at)
            .thenComparing(Expected::precedence)
            .thenComparing(Expected::line);

    /** One request that the gate let pass. */
    public record Approval(String requestId, Instant at) {}

    /**
     * A message that waits for its time.
     *
     * @param opens whether the line opens a conversation with it
     */
    public record Expected(Instant at, String line, Precedence precedence, boolean opens) {

        static Expected of(Booking booking) {
            return new Expected(booking.at(), booking.line(), booking.precedence(), booking.conversationDay() != null);
        }
    }

    public static FollowUps none(String pool, String recipient) {
        return new FollowUps(pool, recipient, 0, null, 0, 0, null, null, List.of(), List.of());
    }

    @Override
    public Table table() {
        return Table.RECIPIENT_FOLLOW_UPS;
    }

    @Override
    public String key() {
        return Keys.of(pool, recipient);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return keys.passing(pool, recipient);
    }

    /** The turns that nobody has answered: what was sent inside the active conversation is one of them. */
    public int unanswered() {
        return turns + (answeredAt == null ? 0 : 1);
    }

    /** When the latest of them began; null when there is none. */
    public @Nullable Instant latestTurn() {
        return turnStart == null ? answeredAt : turnStart;
    }

    /** Whether a message at {@code at} belongs to the latest turn. The window includes its end. */
    public boolean joinsTurn(Instant at, Duration turnWindow, int turnMessages) {
        return turnStart != null && !at.isAfter(turnStart.plus(turnWindow)) && inTurn < turnMessages;
    }

    /** The count as it stands at {@code at}: begun anew after a long silence. What is booked stays. */
    public FollowUps at(Instant at, Duration resetAfter) {
        return lastSend != null && !at.isBefore(lastSend.plus(resetAfter))
                ? new FollowUps(pool, recipient, 0, null, 0, 0, null, null, List.of(), booked)
                : this;
    }

    /**
     * With one more message outside an active conversation, either in the latest turn or as a new one.
     *
     * @param requestId the request that it came from; null for a message that did not pass the gate
     */
    public FollowUps sent(Instant now, boolean joins, @Nullable String requestId) {
        return new FollowUps(
                pool,
                recipient,
                joins ? turns : turns + 1,
                joins ? turnStart : now,
                joins ? inTurn + 1 : 1,
                inARow + 1,
                now,
                answeredAt,
                withLatest(requestId, now),
                booked);
    }

    /** With one more message inside an active conversation. */
    public FollowUps answering(Instant now, @Nullable String requestId) {
        return new FollowUps(
                pool, recipient, turns, turnStart, inTurn, inARow + 1, now, now, withLatest(requestId, now), booked);
    }

    /** The recipient wrote: the count begins anew. Null when there is nothing left to remember. */
    public @Nullable FollowUps answered() {
        return recent.isEmpty() && booked.isEmpty()
                ? null
                : new FollowUps(pool, recipient, 0, null, 0, 0, lastSend, null, recent, booked);
    }

    /** With a message that waits for its time. */
    public FollowUps with(Booking booking) {
        List<Expected> next = new ArrayList<>(booked);
        next.add(Expected.of(booking));
        next.sort(BY_TIME);
        return withBooked(next);
    }

    /** Without it, for it waits no longer; null when there is nothing left to remember. */
    public @Nullable FollowUps without(Booking booking) {
        List<Expected> next = new ArrayList<>(booked);
        next.remove(Expected.of(booking));
        boolean isSpent = next.isEmpty() && lastSend == null && recent.isEmpty();
        return isSpent ? null : withBooked(next);
    }

    private FollowUps withBooked(List<Expected> next) {
        return new FollowUps(
                pool, recipient, turns, turnStart, inTurn, inARow, lastSend, answeredAt, recent, List.copyOf(next));
    }

    private List<Approval> withLatest(@Nullable String requestId, Instant at) {
        if (requestId == null) {
            return recent;
        }
        int kept = Math.min(recent.size(), RECENT - 1);
        Approval[] next = new Approval[kept + 1];
        for (int i = 0; i < kept; i++) {
            next[i] = recent.get(recent.size() - kept + i);
        }
        next[kept] = new Approval(requestId, at);
        return List.of(next);
    }

    @Override
    public Row asOf(Instant now) {
        Instant start = Row.clamp(turnStart, now);
        Instant last = Row.clamp(lastSend, now);
        Instant answer = Row.clamp(answeredAt, now);
        boolean isSame = Objects.equals(start, turnStart)
                && Objects.equals(last, lastSend)
                && Objects.equals(answer, answeredAt);
        return isSame
                ? this
                : new FollowUps(pool, recipient, turns, start, inTurn, inARow, last, answer, recent, booked);
    }
}
