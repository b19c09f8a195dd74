package dev.linewarden.core;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.EarlierWait;
import dev.linewarden.core.state.EarlierWaiter;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Precedence;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Rows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Leaves in a pool what a release before bookings kept of its waits, where it kept it. */
final class EarlierRelease {

    private final Rows rows;
    private long arrivalOffset;

    EarlierRelease(Rows rows) {
        this.rows = rows;
    }

    /** The pool's waits lie where that release looked for them. */
    EarlierRelease ranIn(String pool, Instant last) {
        rows.put(new PoolClock(pool, last, 1_000, null, PoolClock.LAYOUT_BEFORE_BOOKINGS));
        return this;
    }

    /** A wait for a slot of the line. */
    EarlierRelease promised(OutboundRequest request, String line, Instant slot) {
        rows.put(rows.burstMinute(request.pool(), line, BurstMinute.minuteOf(slot.toEpochMilli()))
                .withReservation(slot, Precedence.of(request.priority())));
        return wait(request, Code.LINE_BURST, slot, null, line, slot);
    }

    /** A wait for something to happen, until its deadline at the latest. */
    EarlierRelease held(OutboundRequest request, Code code, String cause, Instant deadline) {
        return wait(request, code, deadline, cause, null, null);
    }

    private EarlierRelease wait(
            OutboundRequest request,
            Code code,
            Instant due,
            @Nullable String cause,
            @Nullable String line,
            @Nullable Instant slot) {
        Instant judged = request.createdAt();
        EarlierWait wait = new EarlierWait(
                request, 1, due, due, cause, request.priority(), arrivalOffset++, 0, judged, judged, line, slot, false);
        rows.put(wait);
        index(wait, Deferral.awaitingReply(request.recipient()));
        if (cause != null) {
            index(wait, cause);
        }
        rows.put(new RequestRecord(
                request.pool(),
                request.requestId(),
                Outcome.DEFERRED,
                Outcome.DEFERRED,
                code,
                1,
                judged,
                judged,
                line,
                null,
                0,
                wait.key(),
                RequestRecord.UNKNOWN_CONTENT));
        return this;
    }

    private void index(EarlierWait wait, String cause) {
        rows.put(new EarlierWaiter(
                wait.request().pool(),
                cause,
                wait.arrivalOffset(),
                wait.request().requestId(),
                wait.key(),
                wait.arrivalOffset()));
    }
}
