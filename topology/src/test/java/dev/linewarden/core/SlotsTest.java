package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent.Kind;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who waits for which slot of a line. */
class SlotsTest {

    private final TestGate gate = new TestGate();

    private TestGate burst(String burst) {
        return gate.policy(FREE + "burst: {" + burst + "}").lines("line-1");
    }

    private Instant waits(String id, Priority priority) {
        return gate.ask(gate.request(id, id, null, priority, null)).notBefore();
    }

    @Test
    void outreach_queues_behind_the_same_and_higher_priorities_and_displaces_lower_ones() {
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        assertThat(waits("sent", Priority.NORMAL)).isNull();
        assertThat(waits("bulk", Priority.BULK)).isEqualTo(NOON.plusSeconds(10));
        assertThat(waits("normal", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(10));
        assertThat(waits("high", Priority.HIGH)).isEqualTo(NOON.plusSeconds(10));
        assertThat(waits("normal-2", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(20));
        assertThat(waits("high-2", Priority.HIGH)).isEqualTo(NOON.plusSeconds(20));

        gate.until(NOON.plusSeconds(100));

        assertThat(gate.approved()).containsExactly("sent", "high", "high-2", "normal", "normal-2", "bulk");
    }

    @Test
    void replies_neither_queue_behind_outreach_nor_each_before_its_turn() {
        burst("window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s");
        gate.hear("friend", "line-1", "hi");
        assertThat(waits("sent", Priority.NORMAL)).isNull();
        assertThat(waits("outreach", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(60));
        assertThat(gate.ask("reply-1", "friend").notBefore()).isEqualTo(NOON.plusSeconds(60));
        assertThat(gate.ask("reply-2", "friend").notBefore()).isEqualTo(NOON.plusSeconds(120));

        gate.until(NOON.plusSeconds(400));

        assertThat(gate.approved()).containsExactly("sent", "reply-1", "reply-2", "outreach");
    }

    @Test
    void a_backlog_drains_one_slot_at_a_time_and_each_is_judged_twice() {
        burst("window: 60s, max: 60, max-outreach: 3, min-gap: 0s, jitter: 0s");
        for (int i = 0; i < 12; i++) {
            gate.ask("r" + i, "u" + i);
        }

        gate.until(NOON.plusSeconds(600));

        assertThat(gate.approved())
                .containsExactly("r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11");
        assertThat(gate.decisions).hasSize(12 + 9);
    }

    @Test
    void a_window_of_max_and_one_of_outreach_hold_together() {
        burst("window: 60s, max: 3, max-outreach: 2, min-gap: 0s, jitter: 0s");
        gate.hear("friend", "line-1", "hi");
        assertThat(waits("a", Priority.NORMAL)).isNull();
        gate.wait(Duration.ofSeconds(10));
        assertThat(gate.ask("reply", "friend").notBefore()).isNull();
        gate.wait(Duration.ofSeconds(10));
        assertThat(waits("b", Priority.NORMAL)).isNull();
        // Outreach: a leaves the window at 60; the line: a at 60, the reply at 70.
        assertThat(waits("c", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(60));
        assertThat(gate.ask("reply-2", "friend").notBefore()).isEqualTo(NOON.plusSeconds(60));
        assertThat(waits("d", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(80));
    }

    @Test
    void a_gap_counts_to_both_sides_of_a_reserved_slot() {
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        gate.ask(gate.request("later", "later", null, Priority.NORMAL, NOON.plusSeconds(25)));

        assertThat(waits("now", Priority.NORMAL)).isNull();
        // At 10 s it keeps the gap to both; the next would come at 20 s, 5 s before the reserved slot, so behind it.
        assertThat(waits("second", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(10));
        assertThat(waits("third", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(35));
    }

    @Test
    void a_gap_of_exactly_its_length_is_enough_and_a_millisecond_less_is_not() {
        burst("window: 1s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        waits("first", Priority.NORMAL);
        gate.now = NOON.plusMillis(9_999);
        assertThat(waits("early", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(10));
        gate.until(NOON.plusSeconds(20));
        assertThat(waits("exact", Priority.NORMAL)).isNull();
    }

    @Test
    void a_send_outside_the_gate_takes_its_place_and_the_wait_is_planned_anew_at_its_time() {
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        waits("first", Priority.NORMAL);
        assertThat(waits("second", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(10));
        gate.until(NOON.plusMillis(900));
        gate.conversation(Kind.SENT_ELSEWHERE, "elsewhere", "line-1", null, null);

        gate.until(NOON.plusSeconds(30));

        assertThat(gate.approved()).containsExactly("first", "second");
        assertThat(gate.last().attempt()).isEqualTo(3);
        assertThat(gate.last().decidedAt()).isEqualTo(NOON.plusMillis(10_900));
    }

    @Test
    void a_send_outside_the_gate_that_moves_the_wait_by_more_is_told() {
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        waits("first", Priority.NORMAL);
        waits("second", Priority.NORMAL);
        gate.until(NOON.plusMillis(1_001));
        gate.conversation(Kind.SENT_ELSEWHERE, "elsewhere", "line-1", null, null);

        gate.until(NOON.plusSeconds(10));
        assertThat(gate.last().outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plusMillis(11_001));
        assertThat(gate.last().attempt()).isEqualTo(2);
    }

    @Test
    void a_cancelled_wait_frees_its_slot_for_the_next_who_asks() {
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 10s, jitter: 0s");
        waits("first", Priority.NORMAL);
        waits("second", Priority.NORMAL);
        gate.command(Command.Kind.CANCEL, "second", null);

        assertThat(waits("third", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void what_was_booked_without_the_burst_rule_counts_once_a_policy_asks_for_it() {
        gate.policy(FREE + "burst: {mode: off}").lines("line-1");
        gate.ask(gate.request("later", "a", null, Priority.NORMAL, NOON.plusSeconds(10)));
        gate.policy(FREE + "burst: {window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s}");

        assertThat(waits("now", Priority.NORMAL)).isEqualTo(NOON.plusSeconds(70));
    }

    @Test
    void jitter_is_part_of_the_contract_of_a_replay() {
        // A recorded journal must replay to the same times for ever: these figures never change.
        burst("window: 60s, max: 60, max-outreach: 60, min-gap: 2s, jitter: 1s");
        waits("first", Priority.NORMAL);
        assertThat(waits("jitter-a", Priority.HIGH)).isEqualTo(NOON.plusMillis(2_000 + JITTER_A));
        gate.command(Command.Kind.CANCEL, "jitter-a", null);
        assertThat(waits("jitter-b", Priority.HIGH)).isEqualTo(NOON.plusMillis(2_000 + JITTER_B));
    }

    private static final int JITTER_A = 640;
    private static final int JITTER_B = 523;
}
