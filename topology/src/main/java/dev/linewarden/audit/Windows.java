package dev.linewarden.audit;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.Rule;
import dev.linewarden.core.rules.Rules;
import dev.linewarden.core.rules.Window;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Over which times the figures of a decision's findings were counted. */
final class Windows {

    private Windows() {}

    /**
     * The windows by rule, of the findings whose figures are of the decision's own time. What binds a promise is measured at a
     * later time, which the decision does not name; so of what defers only a day that ends with the wait is told.
     *
     * @param policy that decided
     */
    static Map<String, Window> of(Decision decision, Policy policy) {
        boolean isPlanned = decision.getFindings().stream().anyMatch(finding -> finding.getEffect() == Effect.DEFER);
        Map<String, Window> windows = new LinkedHashMap<>();
        for (Rule rule : Rules.ALL) {
            Window window = rule.window(policy, decision.getDecidedAt());
            if (window != null && isTold(rule, window, decision.getFindings(), isPlanned)) {
                windows.put(rule.name(), window);
            }
        }
        return windows;
    }

    private static boolean isTold(Rule rule, Window window, List<Finding> findings, boolean isPlanned) {
        for (Finding finding : findings) {
            if (finding.getRule().equals(rule.name()) && finding.getObserved() != null) {
                return switch (finding.getEffect()) {
                    case DEFER -> window.to().equals(finding.getUntil());
                    case REJECT -> !isPlanned;
                    default -> true;
                };
            }
        }
        return false;
    }
}
