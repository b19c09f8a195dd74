package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Alert.Severity;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Watch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DormancyTest {

    private final TestGate gate = new TestGate().policy(FREE);

    private List<Alert> alerts() {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Kind.LINE_DORMANT)
                .toList();
    }

    @Test
    void a_line_that_never_sent_is_warned_of_after_forty_five_days_with_the_day_of_its_deactivation() {
        gate.lines("a");

        gate.until(NOON.plus(Duration.ofDays(45)).minusMillis(1));
        assertThat(alerts()).isEmpty();
        gate.wait(Duration.ofMillis(1));

        assertThat(alerts()).hasSize(1);
        Alert alert = alerts().get(0);
        assertThat(alert.severity()).isEqualTo(Severity.WARNING);
        assertThat(alert.line()).isEqualTo("a");
        assertThat(alert.observed()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(alert.limit()).isEqualTo("2026-05-01");
        assertThat(alert.at()).isEqualTo(NOON.plus(Duration.ofDays(45)));
        assertThat(alert.message()).contains("Give it some traffic");
    }

    @Test
    void a_send_begins_the_count_anew() {
        gate.lines("a").wait(Duration.ofDays(44)).ask("r", "u");

        gate.until(NOON.plus(Duration.ofDays(44 + 45)).minusMillis(1));
        assertThat(alerts()).isEmpty();
        gate.wait(Duration.ofMillis(1));
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void past_its_deactivation_it_is_told_once_more_and_then_seldom() {
        gate.lines("a");

        gate.until(NOON.plus(Duration.ofDays(60)).minusMillis(1));
        assertThat(alerts()).hasSize(1);
        gate.until(NOON.plus(Duration.ofDays(119)));

        assertThat(alerts()).hasSize(2);
        assertThat(alerts().get(1).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alerts().get(1).message()).contains("probably deactivated on 2026-05-01");
        gate.wait(Duration.ofDays(1));
        assertThat(alerts()).hasSize(3);
    }

    @Test
    void a_paused_line_goes_dormant_too_and_a_retired_one_does_not() {
        gate.lines("a", "b")
                .line("a", "server-1", Status.PAUSED)
                .line("b", "server-1", Status.RETIRED)
                .wait(Duration.ofDays(46));

        assertThat(alerts()).extracting(Alert::line).containsExactly("a");
    }

    @Test
    void a_line_that_returns_from_retirement_is_watched_again() {
        gate.lines("a")
                .line("a", "server-1", Status.RETIRED)
                .wait(Duration.ofDays(100))
                .lines("a")
                .wait(Duration.ofDays(44));
        assertThat(alerts()).isEmpty();
        gate.wait(Duration.ofDays(1));
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void a_policy_that_warns_earlier_counts_for_the_lines_that_are_there() {
        gate.lines("a").wait(Duration.ofDays(10));

        gate.policy(FREE + "dormancy: {prefer-after: 5d, warn-after: 20d, deactivated-after: 30d}");

        gate.wait(Duration.ofDays(9));
        assertThat(alerts()).isEmpty();
        gate.wait(Duration.ofDays(1));
        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0).limit()).isEqualTo("2026-04-01");
    }

    @Test
    void a_policy_that_would_have_warned_long_ago_warns_at_once_and_once() {
        gate.lines("a").wait(Duration.ofDays(25));

        gate.policy(FREE + "dormancy: {prefer-after: 5d, warn-after: 20d, deactivated-after: 30d}")
                .policy(FREE + "dormancy: {prefer-after: 5d, warn-after: 21d, deactivated-after: 30d}");

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void a_line_that_was_reported_by_a_clock_ahead_is_watched_from_the_right_time_on() {
        gate.wait(Duration.ofDays(30)).lines("a");
        gate.now = NOON;
        gate.lines("b").wait(Duration.ofDays(46));

        assertThat(alerts()).extracting(Alert::line).contains("b");
        gate.wait(Duration.ofDays(30));
        assertThat(alerts()).extracting(Alert::line).contains("a");
    }

    @Test
    void each_line_is_watched_once_whatever_policies_come_and_one_that_retires_no_more() {
        gate.lines("a", "b");
        gate.policy(FREE + "dormancy: {warn-after: 40d}").policy(FREE);

        assertThat(gate.waiting()).isEmpty();
        assertThat(watched()).containsExactlyInAnyOrder("a", "b");
        gate.line("a", "server-1", Status.RETIRED);
        assertThat(watched()).containsExactly("b");
        gate.line("a", "server-1", Status.ACTIVE).line("a", "server-1", Status.PAUSED);
        assertThat(watched()).containsExactlyInAnyOrder("a", "b");
    }

    private List<String> watched() {
        return gate.rows.range(Table.DEFERRALS, Keysets.WATCH_START, Keysets.WATCH_END, 10).stream()
                .map(row -> ((Watch) row).line())
                .toList();
    }
}
