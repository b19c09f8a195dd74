package dev.linewarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.policy.PolicyExplanation.Chapter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyExplanationTest {

    @Test
    void closed_days_holidays_and_exemptions_are_said_for_everybody_and_for_each_region() {
        assertThat(quietHours("""
                quiet-hours:
                  days: {SUNDAY: closed}
                  holidays: [2026-12-25, 2026-01-01]
                  exempt: [ONE_TIME_CODE, TRANSACTIONAL]
                  regions: {US-TX: {to: "09:00", days: {SUNDAY: {to: "12:00"}}, holidays: []}, US-AL: {from: "20:00"}}
                """))
                .contains(
                        "On these days nobody is texted: 2026-01-01 and 2026-12-25.",
                        "To numbers of US-AL they leave between 08:00 and 20:00, on Sundays never.",
                        "Closed in US-AL: 2026-01-01 and 2026-12-25.",
                        "To numbers of US-TX they leave between 09:00 and 21:00, on Sundays between 12:00 and 21:00.",
                        "A number that may lie in several of these is texted when each of them allows it.",
                        "At any hour these leave too, by their purpose: ONE_TIME_CODE and TRANSACTIONAL.")
                .noneMatch(sentence -> sentence.startsWith("Closed in US-TX"))
                .anyMatch(sentence ->
                        sentence.startsWith("Messages leave between 08:00 and 21:00, on Sundays never, by"));
    }

    @Test
    void what_is_not_in_the_policy_is_not_said() {
        assertThat(quietHours("quiet-hours: {exempt: []}"))
                .noneMatch(sentence -> sentence.contains("nobody is texted")
                        || sentence.contains("At any hour")
                        || sentence.contains("several"));
    }

    private static List<String> quietHours(String policy) {
        return PolicyExplanation.of(new PolicyYaml().check(policy)).stream()
                .filter(chapter -> chapter.name().equals("quiet-hours"))
                .map(Chapter::sentences)
                .findFirst()
                .orElseThrow();
    }
}
