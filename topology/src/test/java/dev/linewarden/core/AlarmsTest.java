package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Priority;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmsTest {

    private final TestGate gate = new TestGate();

    private List<Alert> alerts(Kind kind) {
        return gate.alerts.stream().filter(alert -> alert.kind() == kind).toList();
    }

    private void send(int count, String line) {
        for (int i = 0; i < count; i++) {
            int number = gate.decisions.size();
            gate.ask(gate.request("r" + number, "u" + number, line, Priority.NORMAL, null));
        }
    }

    private TestGate twoServersOfTen() {
        return gate.policy(FREE.replace("assignment: {mode: off}", "assignment: {mode: off, alert-at: [0.7, 0.8]}")
                        + "burst: {mode: off}\nserver-quota: {limit: 10}")
                .line("a", "server-1", Status.ACTIVE)
                .line("b", "server-1", Status.ACTIVE)
                .line("c", "server-2", Status.ACTIVE);
    }

    @Test
    void capacity_is_asked_for_when_the_last_server_passes_the_first_step() {
        twoServersOfTen();
        send(4, "a");
        send(3, "b");
        send(6, "c");
        assertThat(alerts(Kind.SERVER_UTILISATION)).hasSize(1);
        assertThat(alerts(Kind.ADD_CAPACITY)).isEmpty();

        send(1, "c");

        Alert alert = alerts(Kind.ADD_CAPACITY).get(0);
        // 14 sends and steps of 7: three servers would have 4 or 5 each.
        assertThat(alert.message())
                .contains("Every server of the pool (2) has used 70 %")
                .contains("Add 1 server ");
        assertThat(alert.observed()).isEqualTo("14");
        assertThat(alert.limit()).isEqualTo("20");
        assertThat(alert.key()).isEqualTo("default");
        assertThat(alert.alertId()).isEqualTo("default/add-capacity/2026-03-02");
        assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
    }

    @Test
    void capacity_says_how_many_servers_would_do() {
        gate.policy(FREE.replace("assignment: {mode: off}", "assignment: {mode: off, alert-at: [0.2]}")
                        + "burst: {mode: off}\nserver-quota: {limit: 10}")
                .line("a", "server-1", Status.ACTIVE)
                .line("c", "server-2", Status.ACTIVE);
        send(8, "a");
        send(2, "c");

        // 10 sends and steps of 2: six servers would have fewer than 2 each.
        assertThat(alerts(Kind.ADD_CAPACITY).get(0).message()).contains("Add 4 servers ");
    }

    @Test
    void a_server_whose_lines_are_all_paused_is_no_capacity() {
        twoServersOfTen().line("c", "server-2", Status.PAUSED);

        send(7, "a");

        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(1);
    }

    @Test
    void capacity_is_asked_for_when_the_last_server_with_room_loses_its_line() {
        twoServersOfTen().line("d", "server-2", Status.ACTIVE);
        send(7, "a");

        gate.line("c", "server-2", Status.FLAGGED);
        assertThat(alerts(Kind.ADD_CAPACITY)).isEmpty();

        gate.line("d", "server-2", Status.PAUSED);
        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(1);
        assertThat(alerts(Kind.ADD_CAPACITY).get(0).message())
                .contains("Every server of the pool (1)")
                .contains("Add 1 server ");
    }

    @Test
    void capacity_is_not_asked_for_while_a_server_that_stays_has_room_nor_when_none_stays() {
        twoServersOfTen();
        send(6, "a");

        gate.line("c", "server-2", Status.PAUSED);
        gate.line("b", "server-1", Status.RETIRED);
        gate.line("a", "server-1", Status.FLAGGED);

        assertThat(alerts(Kind.ADD_CAPACITY)).isEmpty();
    }

    @Test
    void capacity_is_not_asked_for_where_no_number_of_servers_would_do() {
        gate.policy(FREE.replace("assignment: {mode: off}", "assignment: {mode: off, alert-at: [0]}")
                        + "burst: {mode: off}")
                .lines("a");
        send(1, "a");

        assertThat(alerts(Kind.SERVER_UTILISATION)).hasSize(1);
        assertThat(alerts(Kind.ADD_CAPACITY)).isEmpty();
    }

    @Test
    void capacity_is_asked_for_once_a_day() {
        twoServersOfTen();
        send(10, "a");
        send(10, "c");
        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(1);

        gate.line("d", "server-3", Status.ACTIVE);
        send(7, "d");
        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(1);
        gate.wait(Duration.ofHours(12));
        send(7, "a");
        send(7, "c");
        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(1);
        send(7, "d");
        assertThat(alerts(Kind.ADD_CAPACITY)).hasSize(2);
    }

    @Test
    void a_line_that_nobody_answers_is_told_once_a_day_with_what_was_measured() {
        gate.policy("""
                consent: {required: false}
                quiet-hours: {mode: off}
                first-message: {question: off}
                burst: {mode: off}
                dialogue: {min-openers: 2, min-reply-rate: 0.5, grace: 0s, backoff: 1h}
                """).lines("a");
        send(4, "a");

        assertThat(alerts(Kind.NO_DIALOGUE)).hasSize(1);
        Alert alert = gate.alerts.get(0);
        assertThat(alert.line()).isEqualTo("a");
        assertThat(alert.observed()).isEqualTo("0.000");
        assertThat(alert.limit()).isEqualTo("0.5");
        assertThat(alert.message()).contains("Its outreach waits");
        gate.wait(Duration.ofHours(11));
        send(2, "a");
        assertThat(alerts(Kind.NO_DIALOGUE)).hasSize(1);
        gate.wait(Duration.ofHours(2));
        send(2, "a");
        assertThat(alerts(Kind.NO_DIALOGUE)).hasSize(2);
    }

    @Test
    void a_rule_that_only_observes_raises_its_alert_too() {
        gate.policy(FREE.replace(
                                "dialogue: {mode: off}",
                                "dialogue: {mode: observe, min-openers: 1, min-reply-rate: 1, grace: 0s}")
                        + "burst: {mode: off}")
                .lines("a");
        send(2, "a");

        assertThat(alerts(Kind.NO_DIALOGUE)).hasSize(1);
        assertThat(gate.alerts.get(0).message()).doesNotContain("waits");
        assertThat(gate.approved()).hasSize(2);
    }
}
