package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineChoiceTest {

    private static final String PLAIN = FREE + "burst: {mode: off}\n";

    private final TestGate gate = new TestGate();

    private List<String> lines(int requests) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            lines.add(gate.ask("r" + gate.decisions.size(), "u" + gate.decisions.size())
                    .line());
        }
        return lines;
    }

    @Test
    void whose_home_is_retired_is_at_home_where_a_message_that_was_booked_there_took_another_along() {
        TestGate gate = new TestGate()
                .policy("consent: {required: false}\nquiet-hours: {mode: off}")
                .lines("line-1", "line-2", "line-3");
        gate.hear("a", "line-1", "hi").line("line-1", "server-1", Status.RETIRED);
        gate.ask(gate.request("later", "a", null, Priority.NORMAL, gate.now.plus(Duration.ofDays(2))));

        Decision sent = gate.ask("now", "a");

        assertThat(sent.outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.rows.recipient("default", "a@example.com").home()).isEqualTo(sent.line());
    }

    @Test
    void new_recipients_go_round_the_active_lines_by_name() {
        gate.policy(PLAIN).lines("b", "a", "c").line("d", "server-1", Status.PAUSED);

        assertThat(lines(7)).containsExactly("a", "b", "c", "a", "b", "c", "a");
    }

    @Test
    void a_line_that_joins_or_leaves_does_not_begin_the_round_anew() {
        gate.policy(PLAIN).lines("a", "c");
        assertThat(lines(1)).containsExactly("a");
        gate.lines("b");
        assertThat(lines(2)).containsExactly("b", "c");
        gate.line("a", "server-1", Status.RETIRED);
        assertThat(lines(2)).containsExactly("b", "c");
    }

    @Test
    void a_known_recipient_stays_at_home_and_takes_no_turn() {
        gate.policy(PLAIN).lines("a", "b");
        gate.ask("r1", "known");
        gate.hear("writer", "b", "hi");

        assertThat(gate.ask("r2", "known").line()).isEqualTo("a");
        assertThat(gate.ask("r3", "writer").line()).isEqualTo("b");
        assertThat(gate.ask("r4", "new").line()).isEqualTo("b");
    }

    @Test
    void a_pin_goes_where_it_says_and_makes_the_first_line_the_home() {
        gate.policy(PLAIN).lines("a", "b");

        assertThat(gate.ask(gate.request("r1", "x", "b", Priority.NORMAL, null)).line())
                .isEqualTo("b");
        assertThat(gate.ask("r2", "x").line()).isEqualTo("b");
        gate.ask(gate.request("r3", "x", "a", Priority.NORMAL, null));
        assertThat(gate.ask("r4", "x").line()).isEqualTo("b");
    }

    @Test
    void a_line_that_was_idle_for_30_days_goes_first() {
        gate.policy(PLAIN).lines("a", "b", "c");
        lines(2);
        gate.wait(Duration.ofDays(30).minusMillis(1));
        assertThat(lines(1)).containsExactly("c");
        gate.wait(Duration.ofMillis(1));

        // a and b have been idle for 30 days, c has just sent.
        assertThat(lines(3)).containsExactly("a", "b", "c");
    }

    @Test
    void a_line_without_conversations_left_or_on_a_busy_server_is_passed_over() {
        gate.policy(PLAIN.replace("assignment: {mode: off}", "assignment: {no-new-users-at: 0.5}")
                        + "server-quota: {limit: 4}\nnew-conversations: {limit: 3, zone: Asia/Kolkata}")
                .line("a", "server-1", Status.ACTIVE)
                .line("b", "server-2", Status.ACTIVE)
                .line("c", "server-3", Status.ACTIVE);
        gate.hear("x", "b", "hi");
        gate.hear("y", "b", "hi");
        gate.ask("r-x", "x");
        gate.ask("r-y", "y");

        // server-2 has used half of its day.
        assertThat(lines(4)).containsExactly("a", "c", "a", "c");
        Decision none = gate.ask("none", "z");
        assertThat(none.bindingCode()).isEqualTo(Code.POOL_AT_CAPACITY);
        assertThat(none.notBefore()).isEqualTo("2026-03-03T00:00:00Z");
    }

    @Test
    void the_first_reset_that_frees_a_line_is_told() {
        gate.policy(PLAIN + "new-conversations: {limit: 1, zone: Asia/Kolkata}").lines("a", "b");
        lines(2);

        // Midnight in Kolkata is 18:30 UTC.
        assertThat(gate.ask("none", "z").notBefore()).isEqualTo("2026-03-02T18:30:00Z");
    }

    @Test
    void with_both_limits_reached_the_later_reset_counts() {
        gate.policy(PLAIN.replace("assignment: {mode: off}", "assignment: {no-new-users-at: 0.5}")
                        + "server-quota: {limit: 2, zone: UTC}\nnew-conversations: {limit: 1, zone: Asia/Kolkata}")
                .lines("a");
        lines(1);

        assertThat(gate.ask("none", "z").notBefore()).isEqualTo("2026-03-03T00:00:00Z");
    }

    @Test
    void rules_that_are_off_pass_no_line_over() {
        gate.policy(PLAIN + "server-quota: {mode: off, limit: 1}\nnew-conversations: {mode: off, limit: 1}")
                .lines("a");

        assertThat(lines(3)).containsExactly("a", "a", "a");
    }

    @Test
    void a_line_with_a_free_slot_goes_before_one_that_has_to_wait() {
        gate.policy(FREE + "burst: {window: 60s, max: 9, max-outreach: 1, min-gap: 0s, jitter: 0s}")
                .lines("a", "b");
        assertThat(lines(1)).containsExactly("a");
        gate.wait(Duration.ofSeconds(10)).ask(gate.request("pin", "p", "b", Priority.NORMAL, null));

        // a is free again at 60 s, b at 70 s; it would have been b's turn.
        gate.wait(Duration.ofSeconds(10));
        Decision soonest = gate.ask("soonest", "s");
        assertThat(soonest.line()).isEqualTo("a");
        assertThat(soonest.notBefore()).isEqualTo(NOON.plusSeconds(60));
        gate.wait(Duration.ofSeconds(45));
        assertThat(gate.ask("next", "t").line()).isEqualTo("b");
    }

    @Test
    void a_waiting_request_keeps_the_line_whose_slot_it_holds() {
        gate.policy(FREE + "burst: {window: 60s, max: 9, max-outreach: 1, min-gap: 0s, jitter: 0s}")
                .lines("a", "b");
        gate.ask(gate.request("later", "x", null, Priority.NORMAL, NOON.plusSeconds(300)));
        assertThat(gate.last().line()).isEqualTo("a");
        gate.ask("takes-a", "y");

        gate.until(NOON.plusSeconds(300));

        assertThat(gate.last().request().requestId()).isEqualTo("later");
        assertThat(gate.last().line()).isEqualTo("a");
        assertThat(gate.approved()).containsExactly("takes-a", "later");
    }

    @Test
    void what_waits_for_the_same_moment_is_spread_over_the_lines_that_are_free_then() {
        gate.policy(FREE + "burst: {window: 60s, max: 9, max-outreach: 1, min-gap: 0s, jitter: 0s}")
                .lines("a", "b", "c");
        Instant later = NOON.plusSeconds(600);
        gate.ask(gate.request("pinned", "p", "b", Priority.NORMAL, later.plusSeconds(10)));
        for (int i = 0; i < 4; i++) {
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, later));
        }

        // b has a slot reserved ten seconds later, and is free a minute after it; a and c are free again in a minute.
        assertThat(gate.decisions).extracting(Decision::line).containsExactly("b", "a", "c", "a", "c");
        assertThat(gate.decisions)
                .extracting(Decision::notBefore)
                .containsExactly(later.plusSeconds(10), later, later, later.plusSeconds(60), later.plusSeconds(60));
        gate.until(later.plusSeconds(60));
        assertThat(gate.decisions.subList(5, 10))
                .allMatch(decision -> decision.outcome() == Outcome.APPROVED && decision.attempt() == 2)
                .extracting(Decision::line)
                .containsExactly("a", "c", "b", "a", "c");
    }

    @Test
    void what_waits_without_a_slot_goes_round_the_lines_when_it_is_released() {
        gate.policy(PLAIN).lines("a", "b", "c");
        for (int i = 0; i < 6; i++) {
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, NOON.plusSeconds(600)));
        }

        gate.until(NOON.plusSeconds(600));

        assertThat(gate.decisions.subList(6, 12))
                .extracting(Decision::line)
                .containsExactly("a", "b", "c", "a", "b", "c");
    }

    @Test
    void who_holds_a_slot_has_taken_the_line_s_turn_and_takes_none_when_it_sends() {
        gate.policy(FREE + "burst: {window: 60s, max: 9, max-outreach: 1, min-gap: 0s, jitter: 0s}")
                .lines("a", "b", "c");
        gate.ask(gate.request("waits", "w", null, Priority.NORMAL, NOON.plusSeconds(600)));
        assertThat(lines(2)).containsExactly("b", "c");

        gate.until(NOON.plusSeconds(600));
        assertThat(gate.last().line()).isEqualTo("a");
        gate.wait(Duration.ofSeconds(60));

        assertThat(lines(2)).containsExactly("a", "b");
    }

    @Test
    void a_night_s_backlog_is_spread_to_within_one_round() {
        gate.policy(FREE + "new-conversations: {limit: 1000}\nserver-quota: {limit: 1000000}");
        twentyThreeLines();
        for (int i = 0; i < 1_000; i++) {
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, NOON.plus(Duration.ofHours(9))));
        }
        gate.until(NOON.plus(Duration.ofHours(10)));
        Map<String, Integer> shares = shares();

        assertThat(shares).hasSize(23);
        assertThat(Collections.max(shares.values()) - Collections.min(shares.values()))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void days_of_new_recipients_by_day_and_by_night_are_spread_evenly() {
        gate.policy(FREE.replace("quiet-hours: {mode: off}", "quiet-hours: {fallback-zone: UTC}")
                + "new-conversations: {limit: 1000}\nserver-quota: {limit: 1000000}");
        twentyThreeLines();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            // Now and then a second at the same moment, and some for a time of their own.
            gate.wait(Duration.ofMillis(random.nextInt(5) == 0 ? 0 : random.nextInt(60_000)));
            Instant later = random.nextInt(4) == 0 ? gate.now.plusSeconds(random.nextInt(36_000)) : null;
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, later));
        }
        gate.wait(Duration.ofDays(2));
        Map<String, Integer> shares = shares();

        // Not to within one round: who has no slot free at that moment is passed over.
        assertThat(shares).hasSize(23);
        assertThat(shares.values()).allMatch(share -> Math.abs(share - 10_000 / 23) < 25);
    }

    private void twentyThreeLines() {
        for (int i = 0; i < 23; i++) {
            gate.line("line-" + i, "server-" + i % 4, Status.ACTIVE);
        }
    }

    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new HashMap<>();
        for (Decision decision : gate.decisions) {
            if (decision.outcome() == Outcome.APPROVED) {
                shares.merge(String.valueOf(decision.line()), 1, Integer::sum);
            }
        }
        return shares;
    }

    @Test
    void the_home_on_a_flagged_line_is_held_or_moved_as_the_policy_says() {
        gate.policy(PLAIN).lines("a", "b");
        gate.ask("r1", "x");
        gate.line("a", "server-1", Status.FLAGGED);
        assertThat(gate.ask("held", "x").bindingCode()).isEqualTo(Code.LINE_FLAGGED);

        gate.policy(PLAIN + "flagged-line: {home: reassign}");
        assertThat(gate.ask("moved", "x").line()).isEqualTo("b");
        gate.line("a", "server-1", Status.PAUSED);
        assertThat(gate.ask("at-home", "x").line()).isEqualTo("b");
    }

    @Test
    void ten_thousand_new_recipients_are_spread_to_within_one_round() {
        gate.policy(PLAIN + "new-conversations: {limit: 1000}\nserver-quota: {limit: 1000000}");
        twentyThreeLines();
        lines(10_000);
        Map<String, Integer> shares = shares();

        assertThat(shares).hasSize(23);
        assertThat(Collections.max(shares.values()) - Collections.min(shares.values()))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void the_platform_of_a_recipient_has_no_influence_on_its_line() {
        gate.policy(PLAIN + "new-conversations: {limit: 1000}\nserver-quota: {limit: 1000000}")
                .lines("a", "b", "c", "d");
        Random random = new Random(7);
        Map<String, Integer> android = new TreeMap<>();
        for (int i = 0; i < 4_000; i++) {
            boolean isAndroid = random.nextInt(10) < 9;
            String line = gate.ask(labelled("r" + i, "u" + i, isAndroid ? "android" : "ios"))
                    .line();
            android.merge(line, isAndroid ? 1 : 0, Integer::sum);
        }

        // Nine of ten of each line's thousand, give or take what chance does.
        assertThat(android.values()).hasSize(4).allMatch(count -> Math.abs(count - 900) < 40);
    }

    private OutboundRequest labelled(String id, String name, String platform) {
        return new RequestBuilder(gate.request(id, name))
                .labels(Map.of("platform", platform))
                .build();
    }
}
