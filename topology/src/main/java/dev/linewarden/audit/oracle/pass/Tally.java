package dev.linewarden.audit.oracle.pass;

import dev.linewarden.schemas.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what was looked at, and keeps the first of what does not hold. */
final class Tally {

    private static final int MOST_KEPT = 1_000;

    private final String pool;
    private final Map<Check, long[]> counts = new EnumMap<>(Check.class);
    private final List<Breach> breaches = new ArrayList<>();

    Tally(String pool) {
        this.pool = pool;
    }

    void held(Check check) {
        count(check)[0]++;
    }

    void unknown(Check check) {
        count(check)[2]++;
    }

    void waived(Check check) {
        count(check)[3]++;
    }

    void breached(Check check, Decision decision, String text) {
        breached(
                check,
                decision.getRequest().getRequestId(),
                decision.getDecisionId(),
                decision.getDecidedAt(),
                decision.getJournalOffset(),
                text);
    }

    void breached(Check check, String requestId, @Nullable String decisionId, Instant at, long offset, String text) {
        count(check)[1]++;
        if (breaches.size() < MOST_KEPT) {
            breaches.add(new Breach(check, pool, requestId, decisionId, at, offset, text));
        }
    }

    private long[] count(Check check) {
        return counts.computeIfAbsent(check, absent -> new long[4]);
    }

    Map<Check, PoolReport.Proof> proofs() {
        Map<Check, PoolReport.Proof> proofs = new EnumMap<>(Check.class);
        counts.forEach((check, of) -> proofs.put(check, new PoolReport.Proof(of[0], of[1], of[2], of[3])));
        return proofs;
    }

    List<Breach> breaches() {
        return List.copyOf(breaches);
    }
}
