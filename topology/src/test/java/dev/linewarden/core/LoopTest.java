package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final String POLICY = TestGate.FREE + "burst: {mode: off}\nloop: {window: 5m, max: 4, pause: 1h}\n";

    private final TestGate gate = new TestGate().policy(POLICY).lines("line-1");

    @Test
    void a_loop_is_told_once_a_day_and_its_alert_names_the_request_and_not_the_recipient() {
        loop("first");
        gate.wait(Duration.ofHours(2));
        loop("second");

        assertThat(alerts()).hasSize(1);
        Alert alert = alerts().get(0);
        assertThat(alert.line()).isEqualTo("line-1");
        assertThat(alert.observed()).isEqualTo("4");
        assertThat(alert.limit()).isEqualTo("4");
        assertThat(alert.message()).contains("first", "2026-03-02T13:00:03Z");
        assertThat(alert.toString()).doesNotContain("example.com");

        gate.wait(Duration.ofHours(24));
        loop("third");
        assertThat(alerts()).hasSize(2);
        assertThat(alerts()).extracting(Alert::alertId).doesNotHaveDuplicates();
    }

    @Test
    void a_rule_that_only_observes_tells_of_the_loop_and_lets_it_go_on() {
        gate.policy(POLICY.replace("max: 4", "max: 4, mode: observe"));

        loop("first");

        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(alerts()).hasSize(1);
        assertThat(alerts().get(0).message()).doesNotContain("waits until");
    }

    @Test
    void a_pause_shorter_than_the_window_lets_no_window_hold_one_too_many() {
        gate.policy(POLICY.replace("pause: 1h", "pause: 10s"));

        loop("first");

        assertThat(gate.last().notBefore()).isEqualTo(TestGate.NOON.plus(Duration.ofMinutes(5)));
        gate.wait(Duration.ofMinutes(5));
        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void no_pause_at_all_is_the_plain_window() {
        gate.policy(POLICY.replace("pause: 1h", "pause: 0s"));

        loop("first");
        gate.wait(Duration.ofMinutes(5));

        assertThat(gate.approved()).contains("first");
    }

    @Test
    void a_clock_that_ran_ahead_keeps_no_loop_alive_once_it_is_right() {
        gate.now = TestGate.NOON.plus(Duration.ofDays(30));
        loop("ahead");
        gate.now = TestGate.NOON;

        Decision now = gate.ask("now", "a");
        assertThat(TestGate.finding(now, "loop").code()).isEqualTo(Code.REPLY_LOOP);
        assertThat(TestGate.finding(now, "loop").detail()).contains("within 5 minutes look like two machines");
        assertThat(now.notBefore()).isEqualTo(TestGate.NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void whoever_is_forgotten_begins_anew() {
        loop("first");

        gate.command(Command.Kind.FORGET, null, "a@example.com");

        assertThat(gate.ask("again", "a").outcome()).isEqualTo(Outcome.APPROVED);
    }

    /** Two messages of each side within four seconds, and one more that is asked for. */
    private void loop(String id) {
        for (int i = 0; i < 2; i++) {
            gate.hear("a", "line-1", "I am away");
            gate.wait(Duration.ofSeconds(1));
            gate.ask(id + "-" + i, "a");
            gate.wait(Duration.ofSeconds(1));
        }
        gate.ask(id, "a");
    }

    private List<Alert> alerts() {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Kind.REPLY_LOOP)
                .toList();
    }
}
