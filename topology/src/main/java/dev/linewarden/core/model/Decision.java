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

    /**
     * Unique within a pool for as long as request ids are remembered: {@code <request_id>#<attempt>}. What says nothing of
     * the request that its id belongs to, a duplicate or a request that is none, is named by its place in the journal:
     * {@code <request_id>#duplicate-<partition>-<offset>}, {@code <request_id>#invalid-<partition>-<offset>}.
     */
    public String decisionId() {
        String place = position.partition() + "-" + position.offset();
        if (bindingCode == Code.DUPLICATE_REQUEST) {
            return request.requestId() + "#duplicate-" + place;
        }
        return request.requestId() + "#" + (bindingCode == Code.INVALID_REQUEST ? "invalid-" + place : attempt);
    }

    /** Whether it says something of the request that its id belongs to: a duplicate's says nothing, nor one of what is no request. */
    public boolean isRemembered() {
        return bindingCode != Code.DUPLICATE_REQUEST && bindingCode != Code.INVALID_REQUEST;
    }
}
