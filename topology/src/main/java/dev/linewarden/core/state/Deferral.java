package dev.linewarden.core.state;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.OutboundRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits: written once for each wait. When it is judged again stands in its {@link Wake}.
 *
 * @param request the request, whole
 * @param attempt the attempts made so far
 * @param code the rule that binds the wait
 * @param promised when upstream was told that it would be sent; null when it is held
 * @param cause what may end the wait before its time, as in {@link #awaitingLine}; null when nothing may
 * @param arrivalOffset the journal offset of the request
 * @param sinceOffset the journal offset behind which the wait began
 * @param inboundsSeen messages that the recipient had sent when the request came
 * @param judgedAt when the latest attempt was judged
 * @param booking what its send takes at the promised time; null for nothing
 * @param suspendedBy the scopes of the suspensions that stood in its way when it was judged: the end of each may move it
 */
public record Deferral(
        OutboundRequest request,
        int attempt,
        Code code,
        @Nullable Instant promised,
        @Nullable String cause,
        long arrivalOffset,
        long sinceOffset,
        long inboundsSeen,
        Instant firstJudgedAt,
        Instant judgedAt,
        @Nullable Booking booking,
        List<String> suspendedBy)
        implements Row {

    private static final String FAMILY = "wait";

    public Deferral {
        suspendedBy = List.copyOf(suspendedBy);
    }

    /** The cause that ends with the line's return to ACTIVE. */
    public static String awaitingLine(String line) {
        return "line:" + line;
    }

    /** The cause that ends when any line of the pool becomes ACTIVE. */
    public static String awaitingCapacity() {
        return "capacity";
    }

    /** The cause that ends when people answer the line again. */
    public static String awaitingDialogue(String line) {
        return "dialogue:" + line;
    }

    /** The cause that ends when an operator ends the suspension of that scope before its time. */
    public static String awaitingResume(String scope) {
        return "suspension:" + scope;
    }

    /** The cause that ends with the recipient's next message; every wait is found under it, whatever ends it. */
    public static String awaitingReply(String recipient) {
        return "reply:" + recipient;
    }

    public static String key(String pool, String requestId) {
        return Keys.of(FAMILY, pool, requestId);
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return key(request.pool(), request.requestId());
    }

    /** Whether the recipient's next message ends the wait. */
    public boolean endsWithReply() {
        return awaitingReply(request.recipient()).equals(cause) || request.cancelOnReply();
    }

    /** The wait of a request that was judged by a clock ahead of {@code now}. */
    public Deferral judgedBy(Instant now) {
        return with(firstJudgedAt.isAfter(now) ? now : firstJudgedAt, now, null, suspendedBy);
    }

    /** The same wait with nothing booked. */
    public Deferral unbooked() {
        return with(firstJudgedAt, judgedAt, null, suspendedBy);
    }

    /** The same wait, held by those suspensions. */
    public Deferral suspendedBy(List<String> scopes) {
        return with(firstJudgedAt, judgedAt, booking, scopes);
    }

    private Deferral with(Instant first, Instant latest, @Nullable Booking booked, List<String> scopes) {
        return new Deferral(
                request,
                attempt,
                code,
                promised,
                cause,
                arrivalOffset,
                sinceOffset,
                inboundsSeen,
                first,
                latest,
                booked,
                scopes);
    }
}
