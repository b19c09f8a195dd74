package dev.linewarden.simulate;

import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what became of the times that were named: a promise is kept when the request's next decision is its approval, at that
 * very time.
 */
final class PromiseCount implements Output {

    private final Map<String, Instant> open = new HashMap<>();
    private long requests;
    private long decisions;
    private long given;
    private long kept;
    private long broken;
    private long approvedLate;

    @Override
    public void decided(Decision decision) {
        decisions++;
        requests += decision.attempt() == 1 ? 1 : 0;
        String request = decision.request().pool() + "/" + decision.request().requestId();
        Instant promised = open.remove(request);
        boolean isApproved = decision.outcome() == Outcome.APPROVED;
        if (promised != null) {
            settle(isApproved, isApproved && decision.decidedAt().equals(promised));
        }
        Instant next = decision.outcome() == Outcome.DEFERRED ? decision.notBefore() : null;
        if (next != null) {
            given++;
            open.put(request, next);
        }
    }

    private void settle(boolean isApproved, boolean isKept) {
        kept += isKept ? 1 : 0;
        broken += isKept ? 0 : 1;
        approvedLate += isApproved && !isKept ? 1 : 0;
    }

    @Override
    public void alerted(Alert alert) {
        // Nothing is promised by an alert.
    }

    /** Decisions that began a request. */
    public long requests() {
        return requests;
    }

    public long decisions() {
        return decisions;
    }

    /** Times that were named, one or more a request. */
    public long given() {
        return given;
    }

    /** Those of them at which the request was approved. */
    public long kept() {
        return kept;
    }

    /** Those at whose time, or before, something else became of the request. */
    public long broken() {
        return broken;
    }

    /** Approvals after a promise, at another time than the last that was named. */
    public long approvedLate() {
        return approvedLate;
    }
}
