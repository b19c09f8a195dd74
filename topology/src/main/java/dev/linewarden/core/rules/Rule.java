package dev.linewarden.core.rules;

import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the gate. Implementations are stateless; everything they know stands in the {@link Case}. What they find is added to
 * one list, and what they change to another: a list of each rule's own was a tenth of what a decision allocated.
 *
 * <p>Judging and counting are apart: {@link #judge} only looks, {@link CountingRule#onApproval} says what a send would change, and
 * the changes are applied when the request is approved and never otherwise, so a refused intent spends nothing.
 */
public interface Rule {

    /** The rule's name in findings and in the policy. */
    String name();

    /**
     * Adds what the rule finds about the case at {@link Case#at()}, with all that is sent and booked: at least one finding,
     * passes too, but for a rule that is about nothing that the pool has. A deferral names the first later time at which the rule
     * would let the request pass, however far it is; so the search for a time that suits all rules jumps from one to the next
     * and skips none.
     *
     * @param found what the rules before have found
     */
    void judge(Case c, List<Finding> found);

    /**
     * The time over which the rule counts what it measures, asked about {@code at}; null for a rule that counts over none, or
     * since something happened.
     */
    default @Nullable Window window(Policy policy, Instant at) {
        return null;
    }

    /**
     * Whether the rule carries out what the request itself says (its time, its deadline, its conditions) or says what
     * cannot be done at all. Then it has no mode: it is enforced in a shadow run too.
     */
    default boolean isInstruction(Case c) {
        return false;
    }
}
