package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.audit.replay.PolicyChange;
import dev.linewarden.policy.PolicyYaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay is asked about, as it is typed. */
class ReplayPoliciesTest {

    private static List<List<Integer>> warmUps(String... sets) {
        return ReplayPolicies.of(List.of(), List.of(sets)).stream()
                .map(change -> new PolicyYaml().check(change.inPlaceOf("{}")).policy())
                .map(policy -> policy.newConversations().warmUp())
                .toList();
    }

    @Test
    void a_comma_inside_of_brackets_belongs_to_the_value() {
        assertThat(warmUps("new-conversations.warm-up=[10,20]")).containsExactly(List.of(10, 20));
        assertThat(warmUps("new-conversations.warm-up=[10,20],[5],[]"))
                .containsExactly(List.of(10, 20), List.of(5), List.of());
        assertThat(ReplayPolicies.of(List.of(), List.of("new-conversations.warm-up=[10,20],[5]", "burst.max=40,50")))
                .extracting(PolicyChange::name)
                .containsExactly(
                        "new-conversations.warm-up=[10,20] burst.max=40",
                        "new-conversations.warm-up=[10,20] burst.max=50",
                        "new-conversations.warm-up=[5] burst.max=40",
                        "new-conversations.warm-up=[5] burst.max=50");
    }

    @Test
    void what_the_key_does_not_take_is_wrong_usage() {
        for (String wrong : List.of(
                "new-conversations.warm-up=10,20",
                "new-conversations.warm-up=[10,20",
                "new-conversations.warm-up=[ten]",
                "burst.max=[40]")) {
            assertThatThrownBy(() -> ReplayPolicies.of(List.of(), List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("--set");
        }
    }
}
