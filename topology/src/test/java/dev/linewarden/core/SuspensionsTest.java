package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.core.state.Suspensions;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator suspends waits until it ends, by itself or by another word; nothing else does. */
class SuspensionsTest {

    private static final String PLAIN = FREE + "burst: {mode: off}\nnew-conversations: {mode: off}\n";
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestGate gate = new TestGate().policy(PLAIN).lines("line-1", "line-2");

    private void suspend(String label, Instant until, String reason) {
        gate.take(new SuspensionOrder("default", key(label), value(label), until, reason, false, gate.now));
    }

    private void resume(String label) {
        gate.take(new SuspensionOrder("default", key(label), value(label), null, null, true, gate.now));
    }

    private static String key(String label) {
        return label == null ? null : label.substring(0, label.indexOf('='));
    }

    private static String value(String label) {
        return label == null ? null : label.substring(label.indexOf('=') + 1);
    }

    private OutboundRequest of(String campaign, String id) {
        return new RequestBuilder(gate.request(id, id))
                .labels(Map.of("campaign", campaign))
                .build();
    }

    @Test
    void a_label_is_held_until_its_end_and_others_go() {
        suspend("campaign=spring", NOON.plus(HOUR), "prices are wrong");

        Decision held = gate.ask(of("spring", "a"));

        assertThat(held.bindingCode()).isEqualTo(Code.SUSPENDED);
        assertThat(held.notBefore()).isEqualTo(NOON.plus(HOUR));
        assertThat(TestGate.finding(held, "suspension").detail())
                .isEqualTo("label campaign=spring is suspended since 2026-03-02T12:00:00Z: prices are wrong");
        assertThat(gate.ask(of("autumn", "b")).outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(gate.ask("c", "c").outcome()).isEqualTo(Outcome.APPROVED);
        gate.wait(HOUR.minusMillis(1));
        assertThat(gate.approved()).containsExactly("b", "c");
        gate.wait(Duration.ofMillis(1));
        assertThat(gate.approved()).containsExactly("b", "c", "a");
        assertThat(gate.last().attempt()).isEqualTo(2);
    }

    @Test
    void a_pool_is_held_whole_codes_and_replies_too() {
        gate.hear("b", "line-1", "hello");
        suspend(null, null, null);

        OutboundRequest code = gate.request("a", "a", null, Priority.HIGH, Purpose.ONE_TIME_CODE, null);
        Decision held = gate.ask(code);

        assertThat(held.bindingCode()).isEqualTo(Code.SUSPENDED);
        assertThat(held.notBefore()).isNull();
        assertThat(TestGate.finding(held, "suspension").detail())
                .isEqualTo("the pool is suspended since 2026-03-02T12:00:00Z until somebody resumes it");
        assertThat(gate.ask("reply", "b").bindingCode()).isEqualTo(Code.SUSPENDED);
        resume(null);
        assertThat(gate.approved()).containsExactlyInAnyOrder("a", "reply");
        assertThat(gate.rows.get(Table.POOLS, Suspensions.key("default"))).isNull();
    }

    @Test
    void a_pool_that_only_observes_is_stopped_all_the_same() {
        gate.policy("mode: observe\n");
        suspend(null, NOON.plus(HOUR), null);

        assertThat(gate.ask("a", "a").bindingCode()).isEqualTo(Code.SUSPENDED);
    }

    @Test
    void what_was_promised_for_the_time_of_a_suspension_is_told_another_at_once() {
        gate.ask(gate.request("within", "a", null, Priority.NORMAL, NOON.plusSeconds(60)));
        gate.ask(gate.request("behind", "b", null, Priority.NORMAL, NOON.plus(HOUR)));
        int before = gate.decisions.size();

        suspend(null, NOON.plus(HOUR), null);

        assertThat(gate.decisions.subList(before, gate.decisions.size()))
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.request().requestId()).isEqualTo("within");
                    assertThat(told.notBefore()).isEqualTo(NOON.plus(HOUR));
                    assertThat(told.attempt()).isEqualTo(2);
                });
        gate.wait(HOUR);
        assertThat(gate.approved()).containsExactlyInAnyOrder("within", "behind");
    }

    @Test
    void behind_its_end_a_line_sends_one_after_the_other_in_the_order_in_which_they_came() {
        gate.policy(FREE + "burst: {min-gap: 2s, jitter: 0s}\n");
        suspend("campaign=spring", NOON.plus(HOUR), null);
        for (int i = 0; i < 6; i++) {
            gate.ask(of("spring", "r" + i));
            gate.wait(Duration.ofSeconds(1));
        }

        gate.until(NOON.plus(HOUR).plusSeconds(1));
        assertThat(gate.approved()).containsExactly("r0", "r1");
        gate.wait(Duration.ofSeconds(4));
        assertThat(gate.approved()).containsExactly("r0", "r1", "r2", "r3", "r4", "r5");
        assertThat(gate.decisions.stream().filter(told -> told.outcome() == Outcome.APPROVED))
                .allMatch(told -> told.attempt() == 2);
    }

    @Test
    void an_end_before_its_time_brings_forward_what_waits_for_it_alone() {
        suspend("campaign=spring", NOON.plus(HOUR), null);
        gate.ask(of("spring", "a"));
        gate.ask(of("spring", "b"));
        gate.ask(gate.request("scheduled", "c", null, Priority.NORMAL, NOON.plus(HOUR)));
        int before = gate.decisions.size();

        gate.wait(Duration.ofMinutes(5));
        resume("campaign=spring");

        assertThat(gate.approved()).containsExactly("a", "b");
        assertThat(gate.decisions).hasSize(before + 2);
    }

    @Test
    void of_two_that_hold_a_request_the_last_one_counts() {
        suspend("campaign=spring", NOON.plus(HOUR), null);
        suspend(null, NOON.plusSeconds(60), null);
        gate.ask(of("spring", "a"));
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plus(HOUR));

        resume(null);
        assertThat(gate.approved()).isEmpty();
        suspend(null, NOON.plus(HOUR.multipliedBy(2)), null);
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plus(HOUR.multipliedBy(2)));
        resume("campaign=spring");
        assertThat(gate.approved()).isEmpty();
        resume(null);
        assertThat(gate.approved()).containsExactly("a");
    }

    @Test
    void what_two_hold_without_an_end_goes_when_both_have_ended_and_says_which_holds_it() {
        suspend("campaign=spring", null, "first");
        gate.ask(of("spring", "a"));
        suspend(null, null, "second");

        resume("campaign=spring");

        assertThat(gate.approved()).isEmpty();
        assertThat(TestGate.finding(gate.last(), "suspension").detail()).endsWith("second");
        resume(null);
        assertThat(gate.approved()).containsExactly("a");
    }

    @Test
    void another_order_for_the_same_replaces_the_first() {
        suspend("campaign=spring", null, null);
        gate.ask(of("spring", "a"));

        suspend("campaign=spring", NOON.plus(HOUR.multipliedBy(2)), null);
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plus(HOUR.multipliedBy(2)));
        suspend("campaign=spring", NOON.plus(HOUR), null);
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plus(HOUR));
        suspend("campaign=spring", NOON.plus(HOUR.multipliedBy(3)), null);
        assertThat(gate.last().notBefore()).isEqualTo(NOON.plus(HOUR.multipliedBy(3)));
        suspend("campaign=spring", NOON, null);
        assertThat(gate.approved()).as("an end that has passed ends it").containsExactly("a");
    }

    @Test
    void the_same_order_once_more_decides_nothing_anew() {
        suspend("campaign=spring", NOON.plus(HOUR), "first");
        gate.ask(of("spring", "a"));
        int before = gate.decisions.size();

        suspend("campaign=spring", NOON.plus(HOUR), "again");
        resume("campaign=autumn");

        assertThat(gate.decisions).hasSize(before);
    }

    @Test
    void a_request_that_could_not_leave_in_time_is_refused_at_once_and_told_what_would_help() {
        suspend(null, NOON.plus(HOUR), null);
        OutboundRequest code = new RequestBuilder(gate.request("a", "a"))
                .expiresAt(NOON.plusSeconds(300))
                .build();

        Decision refused = gate.ask(code);

        assertThat(refused.bindingCode()).isEqualTo(Code.EXPIRED);
        assertThat(TestGate.finding(refused, "expiry").detail()).contains("or an earlier end of the suspension");
    }

    @Test
    void without_an_end_it_is_held_until_its_deadline() {
        suspend(null, null, null);
        gate.ask(new RequestBuilder(gate.request("a", "a"))
                .expiresAt(NOON.plusSeconds(300))
                .build());
        assertThat(gate.last().outcome()).isEqualTo(Outcome.DEFERRED);

        gate.wait(Duration.ofSeconds(301));

        assertThat(gate.last().bindingCode()).isEqualTo(Code.EXPIRED);
    }

    @Test
    void who_opts_out_is_not_kept_waiting_for_the_end() {
        suspend(null, null, null);
        gate.ask("a", "a");

        gate.hear("a", "line-1", "STOP");

        assertThat(gate.last().bindingCode()).isEqualTo(Code.OPTED_OUT);
    }

    @Test
    void a_release_or_a_line_that_returns_is_no_way_around_it() {
        gate.line("line-1", "server-1", Status.PAUSED);
        gate.ask(gate.request("a", "a", "line-1", Priority.NORMAL, null));
        suspend(null, null, null);

        gate.line("line-1", "server-1", Status.ACTIVE);
        assertThat(gate.last().bindingCode()).isEqualTo(Code.SUSPENDED);
        gate.command(Command.Kind.RELEASE, "a", null);

        assertThat(gate.approved()).isEmpty();
        resume(null);
        assertThat(gate.approved()).containsExactly("a");
    }

    @Test
    void a_suspension_of_many_is_put_in_order_in_batches() {
        for (int i = 0; i < 150; i++) {
            gate.ask(gate.request("r" + i, "u" + i, null, Priority.NORMAL, NOON.plusSeconds(60)));
        }
        suspend(null, NOON.plus(HOUR), null);
        assertThat(gate.decisions).hasSize(300);

        gate.wait(HOUR);

        assertThat(gate.approved()).hasSize(150).startsWith("r0", "r1", "r2").endsWith("r148", "r149");
        assertThat(gate.waiting()).isEmpty();
    }

    @Test
    void another_gate_goes_on_with_it() {
        suspend(null, NOON.plus(HOUR), null);
        gate.restart();

        assertThat(gate.ask("a", "a").bindingCode()).isEqualTo(Code.SUSPENDED);
    }
}
