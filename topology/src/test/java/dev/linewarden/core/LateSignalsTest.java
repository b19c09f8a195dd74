package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.ConversationEvent.Kind;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signal that comes late cannot take back what was approved in between, but it can be known. */
class LateSignalsTest {

    private final TestGate gate = new TestGate();

    @BeforeEach
    void two_lines_and_three_sends_a_minute_apart() {
        gate.policy(FREE + "burst: {mode: off}").lines("line-1", "line-2");
        for (int i = 0; i < 3; i++) {
            gate.ask(gate.request("r" + i, "a", "line-1", Priority.NORMAL, null));
            gate.wait(Duration.ofMinutes(1));
        }
    }

    private List<Alert> late() {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Alert.Kind.LATE_SIGNAL)
                .toList();
    }

    private void optOut(Kind kind, String name, String text, Instant at) {
        gate.take(new ConversationEvent("e", "default", "line-1", name + "@example.com", kind, at, text, null));
    }

    @Test
    void an_opt_out_lists_what_was_approved_after_its_own_time() {
        optOut(Kind.OPTED_OUT, "a", null, NOON.plusSeconds(59));

        Alert alert = late().get(0);
        assertThat(alert.message())
                .contains("r1 (2026-03-02T12:01:00Z), r2 (2026-03-02T12:02:00Z)")
                .doesNotContain("r0")
                .doesNotContain("@");
        assertThat(alert.observed()).isEqualTo("2");
        assertThat(alert.limit()).isEqualTo("2026-03-02T12:00:59Z");
        assertThat(alert.line()).isEqualTo("line-1");
        assertThat(alert.alertId()).startsWith("default/late-opt-out/");
    }

    @Test
    void a_send_at_the_very_time_of_the_opt_out_is_not_after_it() {
        optOut(Kind.OPTED_OUT, "a", null, NOON.plusSeconds(120));
        assertThat(late()).isEmpty();
        optOut(Kind.OPTED_OUT, "a", null, NOON.plusMillis(119_999));
        assertThat(late()).hasSize(1);
    }

    @Test
    void a_message_that_opts_out_is_such_a_signal_and_another_message_is_none() {
        optOut(Kind.INBOUND_MESSAGE, "a", "thanks", NOON);
        assertThat(late()).isEmpty();
        optOut(Kind.INBOUND_MESSAGE, "a", "stop", NOON);

        assertThat(late()).hasSize(1);
    }

    @Test
    void what_was_answered_in_between_is_listed_too() {
        gate.conversation(Kind.INBOUND_MESSAGE, "a", "line-1", "thanks", null);
        gate.ask(gate.request("r3", "a", "line-1", Priority.NORMAL, null));
        optOut(Kind.OPTED_OUT, "a", null, NOON);

        assertThat(late().get(0).message()).contains("r1", "r2", "r3").doesNotContain("r0");
    }

    @Test
    void a_list_says_when_there_may_be_more_than_is_remembered() {
        for (int i = 3; i < 10; i++) {
            gate.ask(gate.request("r" + i, "a", "line-1", Priority.NORMAL, null));
        }
        optOut(Kind.OPTED_OUT, "a", null, NOON);
        assertThat(late().get(0).message()).contains("in between: r1 (").contains("r9 (");

        gate.conversation(Kind.OPTED_IN, "a", "line-1", null, null);
        gate.ask(gate.request("r10", "a", "line-1", Priority.NORMAL, null));
        optOut(Kind.OPTED_OUT, "a", null, NOON);
        assertThat(late().get(1).message()).contains("in between (the last 10, no more are remembered): r1 (", "r10 (");
    }

    @Test
    void an_opt_out_in_time_and_one_of_somebody_else_are_not_late() {
        optOut(Kind.OPTED_OUT, "a", null, NOON.plusSeconds(180));
        optOut(Kind.OPTED_OUT, "b", null, NOON);

        assertThat(late()).isEmpty();
    }

    @Test
    void a_send_outside_the_gate_was_not_approved() {
        gate.conversation(Kind.SENT_ELSEWHERE, "c", "line-1", null, null);
        optOut(Kind.OPTED_OUT, "c", null, NOON);

        assertThat(late()).isEmpty();
    }

    @Test
    void a_flag_lists_what_was_approved_for_its_line_after_its_own_time() {
        gate.ask(gate.request("elsewhere", "b", "line-2", Priority.NORMAL, null));
        gate.take(new LineUpdate("default", "line-1", "server-1", Status.FLAGGED, null, NOON.plusSeconds(30), null));

        assertThat(late()).hasSize(1);
        assertThat(late().get(0).message())
                .contains("r1 (2026-03-02T12:01:00Z), r2 (2026-03-02T12:02:00Z)")
                .doesNotContain("elsewhere");
        assertThat(late().get(0).alertId()).startsWith("default/late-flag/");
        assertThat(gate.alerts).extracting(Alert::kind).endsWith(Alert.Kind.LATE_SIGNAL, Alert.Kind.LINE_FLAGGED);
    }

    @Test
    void a_late_flag_lists_them_in_the_order_of_their_times_whatever_their_names() {
        gate.ask(gate.request("a-name-that-comes-first", "a", "line-1", Priority.NORMAL, null));

        gate.take(new LineUpdate("default", "line-1", "server-1", Status.FLAGGED, null, NOON.plusSeconds(90), null));

        assertThat(late().get(0).message()).containsSubsequence("r2 (", "a-name-that-comes-first (");
    }

    @Test
    void a_flag_in_time_lists_nothing() {
        gate.line("line-1", "server-1", Status.FLAGGED);

        assertThat(late()).isEmpty();
    }

    @Test
    void a_long_list_is_cut() {
        for (int i = 0; i < 30; i++) {
            gate.ask(gate.request("more-" + i, "u" + i, "line-2", Priority.NORMAL, null));
        }
        gate.take(new LineUpdate("default", "line-2", "server-1", Status.FLAGGED, null, NOON, null));

        assertThat(late().get(0).observed()).isEqualTo("30");
        assertThat(late().get(0).message()).contains(" and 10 more");
    }
}
