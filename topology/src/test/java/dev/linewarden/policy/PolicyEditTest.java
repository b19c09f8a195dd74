package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One key is set and nothing else. */
class PolicyEditTest {

    private static Map<String, String> settings(String yaml) {
        PolicyYaml.Result result = new PolicyYaml().check(yaml);
        assertThat(result.errors()).isEmpty();
        return result.settings().stream().collect(Collectors.toMap(Setting::key, Setting::value));
    }

    @Test
    void a_key_is_set_in_a_section_that_is_there_and_in_one_that_is_not() {
        String yaml = "version: \"7\"\nburst: {max: 5, min-gap: 3s}\nquiet-hours: {from: 21:30, to: 08:15}\n";
        Map<String, String> before = settings(yaml);

        Map<String, String> burst = settings(PolicyEdit.with(yaml, "burst.max", "6"));
        assertThat(burst).containsEntry("burst.max", "6");
        assertThat(settings(PolicyEdit.with(yaml, "follow-ups.max", "3"))).containsEntry("follow-ups.max", "3");

        burst.put("burst.max", "5");
        assertThat(burst).as("all else, times of day without quotes included").isEqualTo(before);
    }

    @Test
    void a_list_in_brackets_is_a_list_and_what_is_broken_is_said_to_be_none() {
        assertThat(settings(PolicyEdit.with(
                        "new-conversations: {warm-up: [5, 6, 7]}\n", "new-conversations.warm-up", "[10, 20]")))
                .containsEntry("new-conversations.warm-up", "[10, 20]");
        assertThat(new PolicyYaml()
                        .check(PolicyEdit.with("{}", "new-conversations.warm-up", "[10, 20"))
                        .errors())
                .isNotEmpty();
    }

    @Test
    void an_empty_policy_gets_its_first_key() {
        for (String nothing : new String[] {"", "{}", "# only a remark\n"}) {
            assertThat(settings(PolicyEdit.with(nothing, "quiet-hours.to", "06:30")))
                    .as(nothing)
                    .containsEntry("quiet-hours.to", "06:30");
        }
    }
}
