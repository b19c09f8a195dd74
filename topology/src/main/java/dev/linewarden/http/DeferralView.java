package dev.linewarden.http;

import dev.linewarden.contract.Masked;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.state.Deferral;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits.
 *
 * @param recipient masked unless revealed
 * @param code the rule that binds the wait
 * @param notBefore when it is sent, as promised; null when it is held until something happens
 * @param due when it is judged again: its promised time, or its deadline
 * @param waitsFor what may end the wait before that: {@code reply}, {@code line}, {@code capacity}, {@code dialogue},
 *     {@code suspension}; null for nothing
 * @param line where its send is booked, or the line that it waits for
 * @param since when the wait began
 */
record DeferralView(
        String requestId,
        String recipient,
        String code,
        @Nullable Instant notBefore,
        Instant due,
        @Nullable String waitsFor,
        @Nullable String line,
        Instant since,
        Instant firstJudgedAt,
        int attempt,
        String priority,
        String purpose,
        Map<String, String> labels,
        @Nullable Instant expiresAt) {

    static DeferralView of(Deferral deferral, Instant due, boolean reveal) {
        OutboundRequest request = deferral.request();
        String cause = deferral.cause();
        int colon = cause == null ? -1 : cause.indexOf(':');
        String kind = cause == null && !deferral.suspendedBy().isEmpty()
                ? "suspension"
                : cause == null || colon < 0 ? cause : cause.substring(0, colon);
        boolean isLine = cause != null && colon > 0 && !"reply".equals(kind);
        return new DeferralView(
                request.requestId(),
                reveal ? request.recipient() : Masked.handle(request.recipient()),
                deferral.code().name(),
                deferral.promised(),
                due,
                kind,
                deferral.booking() != null
                        ? deferral.booking().line()
                        : isLine && cause != null ? cause.substring(colon + 1) : request.line(),
                deferral.judgedAt(),
                deferral.firstJudgedAt(),
                deferral.attempt(),
                request.priority().name(),
                request.purpose().name(),
                request.labels(),
                request.expiresAt());
    }
}
