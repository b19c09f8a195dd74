package dev.linewarden.core.state;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request: for de-duplication and explanation.
 *
 * @param firstOutcome the outcome of its first judgement
 * @param firstJudgedAt when it was first judged
 * @param decidedAt when it was last decided; the duplicates window counts from here
 * @param server where its send was counted, on {@code epochDay}; null when it was not, or has been given back
 * @param deferralKey where it waits; null unless its outcome is DEFERRED
 * @param content the {@link dev.linewarden.core.model.OutboundRequest#contentHash} of what was judged, or {@link
 *     #UNKNOWN_CONTENT}
 */
public record RequestRecord(
        String pool,
        String requestId,
        Outcome firstOutcome,
        Outcome outcome,
        @Nullable Code bindingCode,
        int attempt,
        Instant firstJudgedAt,
        Instant decidedAt,
        @Nullable String line,
        @Nullable String server,
        long epochDay,
        @Nullable String deferralKey,
        int content)
        implements Row {

    /** Of a request that a release judged which kept no hash. */
    public static final int UNKNOWN_CONTENT = -1;

    @Override
    public Table table() {
        return Table.REQUESTS;
    }

    @Override
    public String key() {
        return Keys.of(pool, requestId);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return keys.passing(pool, requestId);
    }

    /** After the send has failed: the server's count has been given back, once. */
    public RequestRecord givenBack() {
        return new RequestRecord(
                pool,
                requestId,
                firstOutcome,
                outcome,
                bindingCode,
                attempt,
                firstJudgedAt,
                decidedAt,
                line,
                null,
                epochDay,
                deferralKey,
                content);
    }

    /** Waiting elsewhere in the order of what falls due. */
    public RequestRecord movedTo(String deferral) {
        return new RequestRecord(
                pool,
                requestId,
                firstOutcome,
                outcome,
                bindingCode,
                attempt,
                firstJudgedAt,
                decidedAt,
                line,
                server,
                epochDay,
                deferral,
                content);
    }

    @Override
    public Row asOf(Instant now) {
        if (!firstJudgedAt.isAfter(now) && !decidedAt.isAfter(now)) {
            return this;
        }
        return new RequestRecord(
                pool,
                requestId,
                firstOutcome,
                outcome,
                bindingCode,
                attempt,
                firstJudgedAt.isAfter(now) ? now : firstJudgedAt,
                decidedAt.isAfter(now) ? now : decidedAt,
                line,
                server,
                epochDay,
                deferralKey,
                content);
    }
}
