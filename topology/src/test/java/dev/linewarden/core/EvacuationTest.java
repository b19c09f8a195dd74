package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.fleet.Evacuation;
import dev.linewarden.core.fleet.Evacuation.Move;
import dev.linewarden.core.fleet.Evacuation.Plan;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.facts.LibraryFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EvacuationTest {

    private static final String LIMITS = FREE.replace("assignment: {mode: off}", "") + "burst: {mode: off}\n";

    private final TestGate gate = new TestGate().policy(LIMITS).lines("a");

    private void recipients(int count) {
        for (int i = 0; i < count; i++) {
            gate.hear(String.format("u%03d", i), "a", "hi").wait(Duration.ofMinutes(1));
        }
    }

    private Plan plan() {
        return Evacuation.plan(
                gate.rows, new LibraryFacts(), gate.gate.policyOf("default"), gate.rows.line("default", "a"), gate.now);
    }

    private TestGate evacuate(Status status) {
        return gate.take(new LineUpdate("default", "a", "server-1", status, null, gate.now, null, true, false));
    }

    @Test
    void those_who_replied_last_move_first_and_days_fill_up_to_the_budget_of_each_line() {
        recipients(120);
        gate.lines("b").ask(gate.request("taken", "other", "b", Priority.NORMAL, null));

        List<Move> moves = plan().moves();

        assertThat(moves.get(0).recipient()).isEqualTo("u119@example.com");
        assertThat(moves.get(119).recipient()).isEqualTo("u000@example.com");
        Map<String, Long> days =
                moves.stream().collect(Collectors.groupingBy(move -> move.day().toString(), Collectors.counting()));
        // One of the first day's fifty had been opened already.
        assertThat(days)
                .containsExactlyInAnyOrderEntriesOf(Map.of("2026-03-02", 49L, "2026-03-03", 50L, "2026-03-04", 21L));
    }

    @Test
    void the_lines_take_turns() {
        recipients(10);
        gate.lines("b", "c");

        assertThat(plan().moves().stream().collect(Collectors.groupingBy(Move::line, Collectors.counting())))
                .isEqualTo(Map.of("b", 5L, "c", 5L));
    }

    @Test
    void who_opted_out_stays_and_a_pool_without_another_line_strands_the_rest() {
        recipients(3);
        gate.hear("u000", "a", "STOP");

        Plan plan = plan();

        assertThat(plan.moves()).isEmpty();
        assertThat(plan.optedOut()).isEqualTo(1);
        assertThat(plan.stranded()).isEqualTo(2);
    }

    @Test
    void a_plan_changes_nothing() {
        recipients(3);
        gate.lines("b");
        plan();

        assertThat(gate.rows.lineActivity("default", "b").days()).isEmpty();
        assertThat(gate.ask("r", "u000").line()).isEqualTo("a");
    }

    @Test
    void a_line_that_is_new_moves_its_warm_up_only() {
        recipients(30);
        gate.policy(LIMITS + "new-conversations: {warm-up: [10, 20]}\n")
                .take(new LineUpdate("default", "b", "server-2", Status.ACTIVE, gate.now, gate.now, null));

        assertThat(plan().moves().stream()
                        .filter(move -> move.day().toString().equals("2026-03-02"))
                        .count())
                .isEqualTo(10);
    }

    @Test
    void what_waits_for_a_flagged_line_moves_once_it_is_evacuated() {
        recipients(2);
        gate.lines("b").line("a", "server-1", Status.FLAGGED);
        assertThat(gate.ask("r", "u000").bindingCode()).isEqualTo(Code.LINE_FLAGGED);

        evacuate(Status.FLAGGED);

        assertThat(gate.last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.last().line()).isEqualTo("b");
        assertThat(gate.ask("r2", "u001").line()).isEqualTo("b");
        assertThat(gate.rows.lineActivity("default", "b").newConversations(0)).isEqualTo(2);
    }

    @Test
    void a_pinned_request_keeps_waiting_for_its_line() {
        recipients(1);
        gate.lines("b").line("a", "server-1", Status.FLAGGED);
        gate.ask(gate.request("r", "u000", "a", Priority.NORMAL, null));

        evacuate(Status.FLAGGED);

        assertThat(gate.approved()).isEmpty();
        assertThat(gate.waiting()).hasSize(1);
    }

    @Test
    void who_has_not_moved_when_the_line_returns_stays() {
        recipients(2);
        gate.lines("b").line("a", "server-1", Status.PAUSED);
        evacuate(Status.PAUSED);
        assertThat(gate.ask("r1", "u000").line()).isEqualTo("b");

        gate.lines("a");

        assertThat(gate.ask("r2", "u001").line()).isEqualTo("a");
        assertThat(gate.ask("r3", "u000").line()).isEqualTo("b");
    }

    @Test
    void a_line_that_is_active_cannot_be_evacuated() {
        recipients(1);
        evacuate(Status.ACTIVE).lines("b");

        assertThat(gate.ask("r", "u000").line()).isEqualTo("a");
    }
}
