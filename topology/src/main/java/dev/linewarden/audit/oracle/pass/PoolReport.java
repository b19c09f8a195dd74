package dev.linewarden.audit.oracle.pass;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the audit of one pool came to.
 *
 * @param requests how many were asked, {@code waiting} how many of them wait
 * @param proofs each check that was made
 * @param breaches the first of them, in order; their number is in the proofs
 * @param notes what could not be looked at, and why, in sentences
 * @param first when the first decision was made that was looked at, {@code last} the last; null for none
 */
public record PoolReport(
        String pool,
        long decisions,
        long entries,
        long requests,
        long waiting,
        Map<Check, Proof> proofs,
        List<Breach> breaches,
        List<CloseCall> closest,
        List<String> notes,
        @Nullable Instant first,
        @Nullable Instant last) {

    /**
     * How often a check was made.
     *
     * @param held where what it asks for holds
     * @param breached where it does not
     * @param unknown where the records do not reach far enough back to tell
     * @param waived where the policy observes the rule or has it off
     */
    public record Proof(long held, long breached, long unknown, long waived) {}

    public long breached() {
        return proofs.values().stream().mapToLong(Proof::breached).sum();
    }

    public long unknown() {
        return proofs.values().stream().mapToLong(Proof::unknown).sum();
    }
}
