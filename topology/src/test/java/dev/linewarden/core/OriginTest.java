package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.PolicyHash;
import org.junit.jupiter.api.Test;

/** What a decision says about where it comes from: the policy's text and the program. */
class OriginTest {

    private final TestGate gate = new TestGate().lines("line-1");

    @Test
    void a_decision_names_the_text_of_the_policy_in_force() {
        gate.policy("version: spring\n");

        // printf 'version: spring\n' | sha256sum
        assertThat(gate.ask("r1", "a").policyHash()).isEqualTo("580f8c66c836b8f0");
    }

    @Test
    void a_pool_without_a_policy_has_the_hash_of_the_policy_that_says_nothing() {
        // printf '{}' | sha256sum
        assertThat(gate.ask("r1", "a").policyHash())
                .isEqualTo("44136fa355b3678a")
                .isEqualTo(PolicyHash.OF_DEFAULTS);
    }

    @Test
    void a_policy_that_does_not_parse_changes_no_hash() {
        gate.policy("version: spring\n").policy("version: [");

        assertThat(gate.ask("r1", "a").policyHash()).isEqualTo(PolicyHash.of("version: spring\n"));
    }

    @Test
    void a_comment_makes_another_text() {
        assertThat(PolicyHash.of("version: spring # new\n")).isNotEqualTo(PolicyHash.of("version: spring\n"));
    }

    @Test
    void a_decision_names_the_program_that_the_gate_was_told() {
        Decision decision = gate.ask("r1", "a");

        assertThat(decision.build()).isEqualTo("test");
    }
}
