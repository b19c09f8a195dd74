package dev.linewarden.simulate;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the first time that each request was promised: it was approved at that very time, or something moved it. A
 * request counts once, however often it was promised a time.
 */
public final class Promises {

    /** Approved at another time, with no decision in between: an operator released it, or what held it ended early. */
    static final String ANOTHER_TIME = "APPROVED_AT_ANOTHER_TIME";

    private final Map<String, Instant> pending = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Map<String, Long> moved = new TreeMap<>();
    private long kept;

    /**
     * Takes the next decision on a request.
     *
     * @param request its name over all pools
     */
    void decided(String request, Decision decision) {
        Instant promised = pending.remove(request);
        if (promised != null) {
            settle(promised, decision);
        } else if (decision.notBefore() != null && made.add(request)) {
            pending.put(request, decision.notBefore());
        }
    }

    private void settle(Instant promised, Decision decision) {
        boolean isApproved = decision.outcome() == Outcome.APPROVED;
        if (isApproved && decision.decidedAt().equals(promised)) {
            kept++;
        } else {
            Code code = decision.bindingCode();
            moved.merge(isApproved || code == null ? ANOTHER_TIME : code.name(), 1L, Long::sum);
        }
    }

    /** Requests that were promised a time. */
    public long made() {
        return made.size();
    }

    /** Those that were approved at that very time. */
    public long kept() {
        return kept;
    }

    /** Those whose time has not come yet. */
    public long pending() {
        return pending.size();
    }

    /** How many were moved or refused, by the code that did it. */
    public Map<String, Long> moved() {
        return Collections.unmodifiableMap(moved);
    }
}
