package dev.linewarden.audit.replay;

import dev.linewarden.client.Values;
import dev.linewarden.contract.DecisionScan;
import dev.linewarden.schemas.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Takes fingerprints of decisions as they lie in their topics. What this release's schema wrote is only looked through; what an
 * older one wrote, or has labels that may stand in any order, is decoded. Both come to the same. Not thread-safe.
 */
final class Prints {

    private final Values values;
    private final Fingerprint fingerprint = new Fingerprint();
    private final DecisionScan scan = new DecisionScan();

    /** @param values which know what {@link DecisionScan} knows */
    Prints(Values values) {
        this.values = values;
    }

    /**
     * The print of a record's value; null for what is no decision.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when it cannot be read
     */
    @Nullable
    Print of(String topic, byte[] value) {
        if (values.isLaidOut(value) && scan.of(value) && scan.labels() <= 1) {
            return new Print(
                    scan.partition(),
                    scan.offset(),
                    scan.attempt(),
                    scan.decidedAt(),
                    scan.pool(),
                    scan.build(),
                    fingerprint.of(scan, value));
        }
        return values.decode(topic, value) instanceof Decision decision ? Print.of(decision, fingerprint) : null;
    }
}
