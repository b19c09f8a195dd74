package dev.linewarden.core.rules;

import dev.linewarden.core.model.Finding;
import java.util.List;

/**
 * One rule of the gate. Implementations are stateless; everything they know stands in the {@link Case}.
 *
 * <p>Judging and counting are apart: {@link #judge} only looks, {@link #onApproval} says what a send would change, and
 * the changes are applied when the request is approved and never otherwise, so a refused intent spends nothing.
 */
public interface Rule {

    /** The rule's name in findings and in the policy. */
    String name();

    /** What the rule finds about the case at {@link Case#at()}: at least one finding, passes too. */
    List<Finding> judge(Case c);

    /** What a send of this request would change. Asked for sends outside the gate too. */
    default List<StateChange> onApproval(Case c) {
        return List.of();
    }

    /**
     * Whether the rule carries out what the request itself says (its time, its deadline, its conditions) or says what
     * cannot be done at all. Then it has no mode: it is enforced in a shadow run too.
     */
    default boolean isInstruction(Case c) {
        return false;
    }

    /**
     * Whether the rule is asked again at a later time when the joint release of a deferral is sought. A rule whose
     * answer hangs on what others will do until then is not.
     */
    default boolean isForeseeable() {
        return true;
    }
}
