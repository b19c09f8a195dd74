package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.Window;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final Policy POLICY = new PolicyYaml()
            .check("server-quota: {zone: America/New_York}\nnew-conversations: {zone: America/New_York}\n")
            .policy();

    // Noon in New York.
    private static final Instant NOON = Instant.parse("2026-03-03T17:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-04T05:00:00Z");
    private static final Window TODAY = new Window(Instant.parse("2026-03-03T05:00:00Z"), MIDNIGHT);

    private static Finding measured(String rule, Effect effect, @Nullable Instant until) {
        return new Finding(rule, null, effect, true, "4", "5000", until, null);
    }

    private static Map<String, Window> windows(Finding... findings) {
        Decision decision = new Decision();
        decision.setDecidedAt(NOON);
        decision.setFindings(List.of(findings));
        return Windows.of(decision, POLICY);
    }

    @Test
    void what_is_counted_by_the_day_is_counted_in_the_day_of_the_policys_zone() {
        assertThat(windows(
                        measured("server-quota", Effect.PASS, null), measured("new-conversations", Effect.PASS, null)))
                .isEqualTo(Map.of("server-quota", TODAY, "new-conversations", TODAY));
    }

    @Test
    void what_is_counted_over_a_length_of_time_is_counted_up_to_the_decision() {
        assertThat(windows(
                        measured("burst", Effect.PASS, null),
                        measured("loop", Effect.PASS, null),
                        measured("dialogue", Effect.PASS, null)))
                .isEqualTo(Map.of(
                        "burst", new Window(NOON.minusSeconds(60), NOON),
                        "loop", new Window(NOON.minusSeconds(300), NOON),
                        "dialogue", new Window(NOON.minusSeconds(7 * 86_400), NOON.minusSeconds(3_600))));
    }

    @Test
    void what_measured_nothing_has_no_window() {
        assertThat(windows(
                        new Finding("server-quota", null, Effect.PASS, true, null, null, null, null),
                        measured("follow-ups", Effect.PASS, null)))
                .isEmpty();
    }

    @Test
    void a_day_that_is_full_until_its_end_is_told_and_one_that_is_looked_at_from_afar_is_not() {
        assertThat(windows(measured("server-quota", Effect.DEFER, MIDNIGHT))).containsEntry("server-quota", TODAY);
        assertThat(windows(measured("server-quota", Effect.DEFER, MIDNIGHT.plusSeconds(86_400))))
                .isEmpty();
    }

    @Test
    void a_refusal_is_of_now_unless_something_waits() {
        assertThat(windows(measured("server-quota", Effect.REJECT, null))).containsEntry("server-quota", TODAY);
        assertThat(windows(
                        measured("quiet-hours", Effect.DEFER, MIDNIGHT), measured("server-quota", Effect.REJECT, null)))
                .isEmpty();
    }
}
