package dev.linewarden.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.store.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trap of windowed stores: a clock that ran 30 days ahead for a minute must neither open the gate nor shut it. */
class GateClockTest {

    private static final Instant NOON = Instant.parse("2026-03-02T18:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(30);

    private final TestGate gate = new TestGate();
    private final List<Decision> decisions = gate.decisions;
    private final List<Alert> alerts = gate.alerts;
    private final MemoryRows rows = gate.rows;

    @BeforeEach
    void one_line_and_a_small_policy() {
        take(NOON, new PolicyUpdate("default", """
                consent: {required: false}
                quiet-hours: {mode: off}
                first-message: {question: off}
                burst: {window: 60s, max-outreach: 3, min-gap: 0s, jitter: 0s}
                server-quota: {limit: 5}
                assignment: {mode: off}
                new-conversations: {limit: 4}
                follow-ups: {turn-messages: 1}
                """, NOON));
        take(NOON, new LineUpdate("default", "line-1", "server-1", LineUpdate.Status.ACTIVE, null, NOON, null));
    }

    @Test
    void what_was_sent_while_the_clock_ran_ahead_counts_today() {
        sendTo("a", NOON);
        sendTo("b", NOON.plus(AHEAD));
        sendTo("c", NOON.plus(AHEAD));

        sendTo("d", NOON.plusSeconds(100));
        sendTo("e", NOON.plusSeconds(101));

        assertThat(outcomes()).containsExactly("APPROVED", "APPROVED", "APPROVED", "APPROVED", "DEFERRED");
        assertThat(last().bindingCode()).isEqualTo(Code.POOL_AT_CAPACITY);
        assertThat(last().notBefore()).isEqualTo("2026-03-03T00:00:00Z");
    }

    @Test
    void the_burst_window_counts_what_lies_ahead_as_now_and_opens_a_window_later() {
        sendTo("a", NOON.plus(AHEAD));
        sendTo("b", NOON.plus(AHEAD));
        sendTo("c", NOON.plus(AHEAD));

        sendTo("d", NOON.plusSeconds(10));

        assertThat(last().bindingCode()).isEqualTo(Code.LINE_BURST);
        assertThat(last().notBefore()).isEqualTo(NOON.plusSeconds(70));
        gate.gate.drain(NOON.plusSeconds(70), 10);
        assertThat(last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void sends_that_lie_ahead_are_moved_to_now_each_once_and_the_past_stays() {
        sendTo("before", NOON);
        Instant ahead = NOON.plus(AHEAD);
        sendTo("a", ahead);
        sendTo("b", ahead.plusSeconds(61));

        take(NOON.plusSeconds(70), new Command("default", Command.Kind.CANCEL, "none", null, NOON));

        assertThat(sends(NOON)).isEqualTo(1);
        assertThat(sends(NOON.plusSeconds(70))).isEqualTo(2);
        assertThat(sends(ahead)).isZero();
        assertThat(sends(ahead.plusSeconds(61))).isZero();
        assertThat(rows.serverDay("default", "server-1", day(NOON)).sends()).isEqualTo(3);
        assertThat(rows.serverDay("default", "server-1", day(ahead)).sends()).isZero();
    }

    @Test
    void a_send_that_lies_ahead_within_the_minute_is_moved_too_and_not_doubled() {
        sendTo("a", NOON.plusSeconds(1));
        sendTo("b", NOON.plusSeconds(50));

        take(NOON.plusSeconds(2), new Command("default", Command.Kind.CANCEL, "none", null, NOON));

        assertThat(alerts).hasSize(1);
        assertThat(sends(NOON)).isEqualTo(2);
        // Both have left the window a minute after the clock stepped back.
        sendTo("c", NOON.plusSeconds(62));
        sendTo("d", NOON.plusSeconds(62));
        assertThat(outcomes()).containsOnly("APPROVED");
    }

    private int sends(Instant minute) {
        return (int) Arrays.stream(rows.burstMinute("default", "line-1", BurstMinute.minuteOf(minute.toEpochMilli()))
                        .packed())
                .filter(BurstMinute::isSend)
                .count();
    }

    private static long day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toEpochDay();
    }

    @Test
    void nobody_is_shut_out_until_the_clock_catches_up() {
        sendTo("a", NOON.plus(AHEAD));

        sendTo("a", NOON.plusSeconds(300));
        assertThat(last().bindingCode()).isEqualTo(Code.FOLLOW_UP_SPACING);
        assertThat(last().notBefore()).isEqualTo(NOON.plusSeconds(300).plus(Duration.ofHours(24)));

        gate.gate.drain(NOON.plusSeconds(300).plus(Duration.ofHours(24)), 10);
        assertThat(last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void what_was_deferred_by_the_wrong_clock_is_judged_anew_by_the_right_one() {
        for (String recipient : List.of("a", "b", "c", "d")) {
            sendTo(recipient, NOON.plus(AHEAD));
        }
        assertThat(last().outcome()).isEqualTo(Outcome.DEFERRED);

        take(NOON.plusSeconds(30), new Command("default", Command.Kind.CANCEL, "none", null, NOON));
        gate.gate.drain(NOON.plusSeconds(30), 10);

        assertThat(last().notBefore()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void a_sweep_under_the_wrong_clock_forgets_nothing() {
        for (String recipient : List.of("a", "b", "c")) {
            sendTo(recipient, NOON);
        }
        Sweeper sweeper = new Sweeper(rows, gate.gate::policyOf, NOON);
        int removed = 0;
        for (int second = 0; second < 60; second++) {
            removed += swept(sweeper, NOON.plus(AHEAD).plusSeconds(second));
        }

        assertThat(removed).isZero();
    }

    @Test
    void a_sweep_removes_what_no_rule_can_look_back_to() {
        sendTo("a", NOON);
        Sweeper sweeper = new Sweeper(rows, gate.gate::policyOf, NOON.plus(Duration.ofDays(40)));
        int removed = 0;
        for (int call = 0; call < 8; call++) {
            removed += swept(sweeper, NOON.plus(Duration.ofDays(40)));
        }

        // The minute, the server's day, the request and the follow-up count.
        assertThat(removed).isEqualTo(4);
    }

    @Test
    void five_seconds_of_stepping_back_are_tolerated_and_more_raise_an_alert() {
        sendTo("a", NOON.plusSeconds(10));
        sendTo("b", NOON.plusSeconds(5));
        assertThat(alerts).isEmpty();

        sendTo("c", NOON.plusSeconds(10));
        sendTo("d", NOON.plusMillis(4_999));
        assertThat(alerts).extracting(Alert::kind).containsExactly(Alert.Kind.CLOCK_SKEW);
        assertThat(alerts.get(0).message()).startsWith("The clock stepped back by 5 seconds. Limits hold");
    }

    @Test
    void timestamps_of_clients_move_nothing() {
        take(NOON, request("r-future", "a", NOON.plus(Duration.ofDays(3650))));
        take(
                NOON.plusSeconds(1),
                new ConversationEvent(
                        "e1",
                        "default",
                        "line-1",
                        "a@example.com",
                        ConversationEvent.Kind.INBOUND_MESSAGE,
                        NOON.plus(Duration.ofDays(3650)),
                        "yes",
                        null));
        take(NOON.plus(Duration.ofHours(25)), request("r-later", "a", NOON));

        assertThat(decisions.get(0).request().createdAt()).isEqualTo(NOON);
        assertThat(last().findings())
                .filteredOn(finding -> finding.rule().equals("follow-ups"))
                .extracting(Finding::limit)
                .containsExactly("3");
    }

    private int swept(Sweeper sweeper, Instant now) {
        Step step = sweeper.sweep(now, Duration.ofSeconds(1), 1000).step();
        step.changes().forEach(change -> rows.delete(change.table(), change.key()));
        return step.changes().size();
    }

    private void sendTo(String name, Instant now) {
        take(now, request("r" + decisions.size(), name, now));
    }

    private static OutboundRequest request(String id, String name, Instant createdAt) {
        return new RequestBuilder(id, "default", name + "@example.com", "Ready?", createdAt).build();
    }

    private void take(Instant now, Event event) {
        gate.now = now;
        gate.take(event);
    }

    private List<String> outcomes() {
        return decisions.stream().map(decision -> decision.outcome().name()).toList();
    }

    private Decision last() {
        return decisions.get(decisions.size() - 1);
    }
}
