package dev.linewarden.core.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one attempt at one request, with its evidence.
 *
 * @param attempt 1 for the first judgement
 * @param notBefore with DEFERRED, when it is judged again; null is held until something happens
 * @param policyHash the {@link PolicyHash} of the policy in force
 * @param build the gate's version and commit
 * @param position the last journal entry processed when this was decided; on attempt 1 the request's own
 */
public record Decision(
        OutboundRequest request,
        Outcome outcome,
        @Nullable String line,
        @Nullable String server,
        List<Finding> findings,
        @Nullable Code bindingCode,
        @Nullable Instant notBefore,
        int attempt,
        Instant decidedAt,
        String policyVersion,
        String policyHash,
        String build,
        Position position)
        implements Emission {

    /** A place in the journal. */
    public record Position(int partition, long offset) {}

    /** Unique within a pool: {@code <request_id>#<attempt>}. */
    public String decisionId() {
        return request.requestId() + "#" + attempt;
    }
}
