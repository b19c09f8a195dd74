package dev.linewarden.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would have let a request pass.
 *
 * @param decisionId the decision that is asked about
 * @param changes each alone would have had it sent at that moment, or, for a later hour, at that hour; empty when nothing
 *     that was tried did
 * @param tried how many changes were put to the core
 * @param refusal why nothing can be said; null when it can
 */
public record WhyNot(
        String decisionId,
        List<Change> changes,
        int tried,
        @Nullable String refusal) {

    static WhyNot unknown(String decisionId, String why) {
        return new WhyNot(decisionId, List.of(), 0, why);
    }
}
