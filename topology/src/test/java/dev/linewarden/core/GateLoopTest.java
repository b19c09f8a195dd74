package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Place;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.model.ShadowOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateLoopTest {

    private static final String PLAIN = FREE + "burst: {mode: off}";

    private boolean broken;

    private final TestGate gate = new TestGate(new RecipientFacts() {
        @Override
        public List<Place> placesOf(String phoneNumber) {
            return List.of();
        }

        @Override
        public boolean hasLink(String text) {
            if (broken) {
                throw new IllegalStateException("a bug");
            }
            return false;
        }
    });

    @Test
    void a_drain_takes_at_most_its_limit_and_says_how_much_it_took() {
        gate.policy(PLAIN).lines("line-1");
        for (String name : List.of("a", "b", "c")) {
            gate.ask(gate.request(name, name, null, Priority.NORMAL, NOON.plusSeconds(60)));
        }
        assertThat(gate.gate.nextDue()).isEqualTo(NOON.plusSeconds(60));
        assertThat(gate.gate.drain(NOON.plusSeconds(59), 10)).isZero();

        assertThat(gate.gate.drain(NOON.plusSeconds(60), 2)).isEqualTo(2);
        assertThat(gate.approved()).containsExactly("a", "b");
        assertThat(gate.gate.drain(NOON.plusSeconds(60), 2)).isEqualTo(1);
        assertThat(gate.gate.drain(NOON.plusSeconds(60), 2)).isZero();
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void what_a_line_held_is_put_in_order_in_batches_that_count_as_steps() {
        gate.policy(PLAIN + "\nnew-conversations: {mode: off}").line("line-1", "server-1", Status.PAUSED);
        for (int i = 0; i < 70; i++) {
            gate.ask(gate.request("r" + i, "u" + i, "line-1", i == 69 ? Priority.HIGH : Priority.BULK, null));
        }
        gate.gate.process(
                new LineUpdate("default", "line-1", "server-1", Status.ACTIVE, null, NOON, null), 100, NOON, NOON);

        assertThat(gate.gate.drain(NOON, 1)).isGreaterThanOrEqualTo(1);
        assertThat(gate.approved()).isEmpty();
        gate.gate.drain(NOON, 1000);

        assertThat(gate.approved()).hasSize(70).startsWith("r69", "r0", "r1");
    }

    @Test
    void a_one_time_code_goes_first_among_what_falls_due_together() {
        gate.policy(PLAIN).lines("line-1");
        Instant due = NOON.plusSeconds(60);
        gate.ask(gate.request("normal", "a", null, Priority.NORMAL, due));
        gate.ask(gate.request("code", "b", null, Priority.BULK, Purpose.ONE_TIME_CODE, due));
        gate.ask(gate.request("high", "c", null, Priority.HIGH, due));
        gate.until(due);

        assertThat(gate.approved()).containsExactly("code", "high", "normal");
    }

    @Test
    void a_new_wait_that_ends_earlier_than_the_others_is_not_overlooked() {
        gate.policy(PLAIN).lines("line-1");
        gate.ask(gate.request("late", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));
        gate.gate.drain(NOON, 10);

        gate.ask(gate.request("early", "b", null, Priority.NORMAL, NOON.plusSeconds(30)));
        gate.gate.drain(NOON.plusSeconds(30), 10);

        assertThat(gate.approved()).containsExactly("early");
    }

    @Test
    void what_is_due_is_found_by_a_clock_that_has_stepped_back_since_it_was_noted() {
        gate.policy(PLAIN).line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));
        assertThat(gate.gate.drain(NOON, 10)).isZero();
        LineUpdate back = new LineUpdate("default", "line-1", "server-1", Status.ACTIVE, null, NOON, null);
        gate.gate.process(back, 100, NOON, NOON.plusSeconds(3));

        gate.gate.drain(NOON.plusSeconds(2), 1000);

        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void a_bug_leaves_no_trace_and_a_parked_wait_is_judged_an_hour_later() {
        gate.policy(PLAIN).lines("line-1");
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));
        broken = true;
        Instant due = NOON.plusSeconds(60);
        assertThatThrownBy(() -> gate.gate.drain(due, 10)).isInstanceOf(IllegalStateException.class);
        assertThat(gate.decisions).hasSize(1);

        gate.gate.park(due);

        assertThat(gate.gate.drain(due, 10)).isZero();
        assertThat(gate.gate.nextDue()).isEqualTo(due.plus(Duration.ofHours(1)));
        broken = false;
        gate.until(due.plus(Duration.ofHours(1)));
        assertThat(gate.approved()).containsExactly("r1");
    }

    @Test
    void a_parked_wait_waits_no_longer_than_its_deadline_and_then_is_refused_unseen() {
        gate.policy(PLAIN + "\ndeferral: {max-wait: 30m}").lines("line-1");
        gate.ask(gate.request("r1", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));
        Instant deadline = NOON.plusSeconds(60).plus(Duration.ofMinutes(30));
        broken = true;

        gate.gate.park(NOON.plusSeconds(60));
        assertThat(gate.gate.nextDue()).isEqualTo(deadline);
        gate.gate.park(deadline);

        assertThat(gate.last().bindingCode()).isEqualTo(Code.EXPIRED);
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void nothing_that_is_due_is_nothing_to_park() {
        gate.policy(PLAIN).lines("line-1");
        gate.gate.park(NOON);

        assertThat(gate.decisions).isEmpty();
    }

    @Test
    void what_happens_counts_from_its_append_time_and_what_is_judged_from_now() {
        gate.policy("""
                consent: {required: false}
                burst: {mode: off}
                quiet-hours: {from: "11:00", to: "13:00", zone: UTC, replies-within: 10m}
                """).lines("line-1");
        ConversationEvent inbound = new ConversationEvent(
                "e", "default", "line-1", "a@example.com", ConversationEvent.Kind.INBOUND_MESSAGE, NOON, "hi", null);
        gate.gate.process(inbound, 50, NOON.minus(Duration.ofMinutes(10)), NOON);

        gate.gate.process(gate.request("in-time", "a"), 51, NOON.minusSeconds(300), NOON);
        gate.gate.process(gate.request("a-moment-late", "a"), 52, NOON, NOON.plusMillis(1));

        assertThat(gate.decisions)
                .extracting(decision -> decision.outcome().name())
                .containsExactly("APPROVED", "DEFERRED");
    }

    @Test
    void a_policy_that_does_not_parse_is_refused_and_the_old_one_stays() {
        gate.policy(PLAIN + "\nversion: good").lines("line-1");

        gate.policy("brst: {}");

        assertThat(gate.alerts).extracting(Alert::kind).containsExactly(Alert.Kind.POLICY_REJECTED);
        assertThat(gate.alerts.get(0).key()).isEqualTo("default");
        assertThat(gate.ask("r1", "a").policyVersion()).isEqualTo("good");
    }

    @Test
    void a_wait_judged_within_a_second_of_its_time_is_judged_as_of_its_time_and_a_later_one_as_of_then() {
        gate.policy(PLAIN).lines("line-1");
        Instant due = NOON.plusSeconds(60);
        gate.ask(gate.request("in-time", "a", null, Priority.NORMAL, due));
        gate.ask(gate.request("late", "b", null, Priority.NORMAL, due.plusMillis(1)));

        gate.gate.drain(due.plusSeconds(1), 1);
        assertThat(gate.last().decidedAt()).isEqualTo(due);
        Instant past = due.plusMillis(1).plusSeconds(1).plusMillis(1);
        gate.gate.drain(past, 1);

        assertThat(gate.approved()).containsExactly("in-time", "late");
        assertThat(gate.last().decidedAt()).isEqualTo(past);
    }

    @Test
    void a_release_that_is_parked_is_not_tried_again_and_what_it_concerned_is_judged_at_its_own_time() {
        gate.policy(PLAIN + "\ndeferral: {max-wait: 1h}").line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("r1", "a", "line-1", Priority.NORMAL, null));
        LineUpdate back = new LineUpdate("default", "line-1", "server-1", Status.ACTIVE, null, NOON, null);
        gate.gate.process(back, 100, NOON, NOON);

        gate.gate.park(NOON);

        assertThat(gate.gate.drain(NOON, 10)).isZero();
        gate.until(NOON.plus(Duration.ofHours(1)));
        assertThat(gate.last().attempt()).isEqualTo(2);
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void a_policy_adopted_beside_the_journal_is_in_force_and_what_waits_is_planned_anew() {
        gate.policy(PLAIN.replace(
                        "quiet-hours: {mode: off}", "quiet-hours: {from: \"11:00\", to: \"13:00\", zone: UTC}"))
                .lines("line-1");
        assertThat(gate.ask("r1", "a").bindingCode()).isEqualTo(Code.QUIET_HOURS);

        gate.gate.adopt("default", PLAIN + "\nversion: open", NOON);
        gate.gate.drain(NOON, 10);

        assertThat(gate.approved()).containsExactly("r1");
        assertThat(gate.last().policyVersion()).isEqualTo("open");
    }

    @Test
    void a_send_of_a_past_that_is_rebuilt_counts_like_one_that_was_approved_here() {
        gate.policy(PLAIN).lines("line-1");

        gate.gate.sent(gate.request("earlier", "a"), "line-1", NOON);

        assertThat(TestGate.finding(gate.ask("r1", "b"), "server-quota").observed())
                .isEqualTo("1");
    }

    @Test
    void a_second_policy_that_does_not_parse_is_told_and_one_that_does_or_an_end_is_not() {
        gate.take(new ShadowOrder("default", PLAIN, null, NOON)).take(new ShadowOrder("default", null, null, NOON));
        assertThat(gate.alerts).isEmpty();

        gate.take(new ShadowOrder("default", "brst: {}", null, NOON));

        assertThat(gate.alerts).extracting(Alert::kind).containsExactly(Alert.Kind.POLICY_REJECTED);
    }

    @Test
    void what_a_step_that_failed_found_out_is_not_remembered() {
        gate.policy(PLAIN + "\nnew-conversations: {limit: 1}").lines("line-1", "line-2");
        broken = true;
        assertThatThrownBy(() -> gate.ask("r1", "a")).isInstanceOf(IllegalStateException.class);
        broken = false;

        assertThat(gate.ask("r1", "a").line()).isEqualTo("line-1");
        assertThat(gate.ask("r2", "b").line()).isEqualTo("line-2");
    }
}
