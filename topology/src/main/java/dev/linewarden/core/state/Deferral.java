package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits. Its key orders what falls due: by time, then priority, then arrival, over all pools of a
 * partition.
 *
 * @param request the request, whole
 * @param attempt the attempts made so far
 * @param due when it is judged again: its {@code not_before}, or its deadline when it is held
 * @param promised when upstream was told that it would be judged again; a late send before it may move {@code due} on
 * @param cause what ends the wait early, as in {@link #awaitingLine}; null when only time does
 * @param urgency its place among what falls due at the same time: HIGH when the recipient will be in an active
 *     conversation by then
 * @param arrival the journal offset of the request
 * @param inboundsSeen messages that the recipient had sent when the request came
 * @param judgedAt when the latest attempt was judged
 * @param line the line whose slot it holds; null without one
 * @param slot the reserved slot; null without one
 * @param reply whether the slot is for a reply in an active conversation
 */
public record Deferral(
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

    /** The cause that ends with the line's return to ACTIVE. */
    public static String awaitingLine(String line) {
        return "line:" + line;
    }

    /** The cause that ends when any line of the pool becomes ACTIVE. */
    public static String awaitingCapacity() {
        return "capacity";
    }

    /** The cause that ends with the recipient's next message; every wait is found under it, whatever ends it. */
    public static String awaitingReply(String recipient) {
        return "reply:" + recipient;
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        // The first rank is that of a Release.
        return Due.key(due, 1 + urgency.rank(), arrival, request.pool(), request.requestId());
    }

    /** The same wait with another end. */
    public Deferral dueAt(Instant time, @Nullable Instant newSlot) {
        return new Deferral(
                request,
                attempt,
                time,
                promised,
                cause,
                urgency,
                arrival,
                inboundsSeen,
                firstJudgedAt,
                judgedAt,
                newSlot == null ? null : line,
                newSlot,
                reply);
    }

    /** The same wait, judged earlier or later among what falls due at its time. */
    public Deferral ranked(Priority rank) {
        return new Deferral(
                request,
                attempt,
                due,
                promised,
                cause,
                rank,
                arrival,
                inboundsSeen,
                firstJudgedAt,
                judgedAt,
                line,
                slot,
                reply);
    }

    /** The wait whose cause has ended: to be judged at {@code time}, and woken by nothing else. It holds no slot. */
    public Deferral released(Instant time, Priority rank) {
        return new Deferral(
                request,
                attempt,
                time,
                time,
                null,
                rank,
                arrival,
                inboundsSeen,
                firstJudgedAt,
                judgedAt,
                null,
                null,
                false);
    }

    /** The wait of a request that was judged by a clock ahead of {@code now}: to be judged anew, now. */
    public Deferral broughtBack(Instant now) {
        return new Deferral(
                request,
                attempt,
                now,
                now,
                cause,
                urgency,
                arrival,
                inboundsSeen,
                firstJudgedAt.isAfter(now) ? now : firstJudgedAt,
                now,
                null,
                null,
                false);
    }
}
