package dev.linewarden.core;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.rules.Rule;
import java.util.List;

/**
 * The modes that a policy gives to rules, by their places. One policy judges many requests, and each asks every rule: so names are looked
 * up when the policy changes. Not thread-safe.
 */
final class RuleModes {

    private final List<Rule> rules;
    private final Mode[] modes;
    private Policy policy = Policy.DEFAULT;

    RuleModes(List<Rule> rules) {
        this.rules = rules;
        this.modes = new Mode[rules.size()];
        learn(policy);
    }

    /** The mode of the rule at that place. */
    @SuppressWarnings("ReferenceEquality") // an equal policy that is another object is only learnt anew
    Mode of(int place, Policy asked) {
        if (asked != policy) {
            learn(asked);
        }
        return modes[place];
    }

    private void learn(Policy next) {
        for (int place = 0; place < modes.length; place++) {
            modes[place] = next.modeOf(rules.get(place).name());
        }
        policy = next;
    }
}
