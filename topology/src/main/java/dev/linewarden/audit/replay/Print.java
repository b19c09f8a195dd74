package dev.linewarden.audit.replay;

import dev.linewarden.schemas.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What tells a recorded decision from others.
 *
 * @param partition of the journal entry at which it was made, {@code offset} that entry's
 * @param attempt the how manieth judgement of its request it is, from 1 on
 * @param decidedAt in milliseconds since the epoch
 * @param fingerprint of all of it but the build
 * @param build what made it; null for a release that did not say
 */
record Print(
        int partition,
        long offset,
        long attempt,
        long decidedAt,
        String pool,
        @Nullable String build,
        long fingerprint) {

    /** That of a decision that was read. */
    static Print of(Decision decision, Fingerprint fingerprint) {
        return new Print(
                decision.getJournalPartition(),
                decision.getJournalOffset(),
                decision.getAttempt(),
                decision.getDecidedAt().toEpochMilli(),
                decision.getRequest().getPool(),
                decision.getBuild(),
                fingerprint.of(decision));
    }
}
