package dev.linewarden.audit.oracle.pass;

import static dev.linewarden.audit.oracle.pass.AuditedPool.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What excuses a promise, what is not known, and how near somebody came. */
class PoolAuditTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final AuditedPool pool = new AuditedPool().line("one", LineStatus.ACTIVE);

    @Test
    void a_promise_is_moved_by_what_the_contract_lets_move_it() {
        assertThat(moved(then -> then.line("one", LineStatus.PAUSED))).isTrue();
        assertThat(moved(then -> then.policy("burst: {max: 5}\n"))).isTrue();
        assertThat(moved(then -> then.said("anna", "one", ConversationKind.OPTED_OUT, null)))
                .isTrue();
        assertThat(moved(then -> then.said("bob", "one", ConversationKind.SENT_ELSEWHERE, null)))
                .isTrue();
        assertThat(moved(then -> then.hears(command(CommandKind.RELEASE, "a", null))))
                .isTrue();
        assertThat(moved(then -> then.hears(command(CommandKind.FORGET, null, "anna"))))
                .isTrue();
        assertThat(moved(then -> then.asks("h", "hugo", first -> first.setPriority(Priority.HIGH))
                        .sends("h", "one")))
                .isTrue();
    }

    @Test
    void a_promise_is_moved_by_nothing_else() {
        assertThat(moved(then -> {})).isFalse();
        assertThat(moved(then -> then.writes("anna", "one", "Yes"))).isFalse();
        assertThat(moved(then -> then.line("two", LineStatus.ACTIVE))).isFalse();
        assertThat(moved(then -> then.sent("n", "nora", "one"))).isFalse();
        assertThat(moved(then -> then.asks("b", "bea", last -> last.setPriority(Priority.BULK))
                        .defers("b", "one", NOON.plusSeconds(30))))
                .isFalse();
        assertThat(moved(then -> then.hears(command(CommandKind.RELEASE, "b", null))))
                .isFalse();
    }

    /** Whether a promise that is broken after that is let go as moved. */
    private static boolean moved(Consumer<AuditedPool> act) {
        AuditedPool pool = new AuditedPool().line("one", LineStatus.ACTIVE);
        pool.asks("a", "anna").defers("a", "one", NOON.plus(A_MINUTE));
        act.accept(pool);
        pool.passes(A_MINUTE).defers("a", "one", NOON.plus(A_MINUTE.multipliedBy(2)));
        return pool.report().breaches().stream().noneMatch(breach -> breach.check() == Check.PROMISE);
    }

    private static Command command(CommandKind kind, String requestId, String recipient) {
        return Command.newBuilder()
                .setPool("default")
                .setKind(kind)
                .setRequestId(requestId)
                .setRecipient(recipient)
                .setAt(NOON)
                .build();
    }

    /** Whether a promise to a request of the campaign spring may move once the campaign was suspended. */
    private static boolean isMovedBySuspensionOf(String campaign) {
        AuditedPool pool = new AuditedPool().line("one", LineStatus.ACTIVE);
        pool.asks("a", "anna", AuditedPool.of("spring"))
                .defers("a", "one", NOON.plus(A_MINUTE))
                .suspends(campaign, NOON.plus(A_MINUTE.multipliedBy(2)))
                .passes(A_MINUTE)
                .defers("a", "one", NOON.plus(A_MINUTE.multipliedBy(2)))
                .passes(A_MINUTE)
                .sends("a", "one");
        return pool.report().breaches().isEmpty();
    }

    @Test
    void what_an_operator_suspended_may_be_told_another_time_and_nothing_else_may() {
        assertThat(isMovedBySuspensionOf("spring")).isTrue();
        assertThat(isMovedBySuspensionOf(null)).isTrue();
        assertThat(isMovedBySuspensionOf("autumn")).isFalse();
    }

    @Test
    void a_promise_of_which_nothing_came_is_broken() {
        pool.asks("a", "anna")
                .defers("a", "one", NOON.plus(A_MINUTE))
                .passes(A_MINUTE.multipliedBy(2))
                .sent("b", "bob", "one");

        assertThat(pool.report().breaches()).singleElement().satisfies(breach -> {
            assertThat(breach.check()).isEqualTo(Check.PROMISE);
            assertThat(breach.requestId()).isEqualTo("a");
            assertThat(breach.text()).contains("nothing came of it");
        });
    }

    @Test
    void a_request_that_was_never_decided_is_lost_and_one_that_waits_is_counted() {
        pool.asks("lost", "anna")
                .asks("held", "bob")
                .decides("held", Outcome.DEFERRED, "one", null, held -> {})
                .passes(A_MINUTE)
                .sent("c", "carl", "one");

        PoolReport report = pool.report();
        assertThat(report.breaches()).singleElement().satisfies(breach -> {
            assertThat(breach.check()).isEqualTo(Check.ONE_END);
            assertThat(breach.requestId()).isEqualTo("lost");
        });
        assertThat(report.waiting()).isEqualTo(2);
    }

    @Test
    void what_a_request_id_did_is_forgotten_with_its_window() {
        pool.policy("duplicates: {window: 1h}\n")
                .sent("a", "anna", "one")
                .passes(Duration.ofHours(1))
                .asks("a", "bob")
                .decides("a", Outcome.APPROVED, "one", null, again -> {
                    again.setDecisionId("a#1");
                    again.setAttempt(1);
                });

        assertThat(pool.report().breaches()).isEmpty();
    }

    @Test
    void who_was_forgotten_is_new_but_stays_opted_out() {
        pool.writes("anna", "one", "Stop")
                .hears(command(CommandKind.FORGET, null, "anna"))
                .passes(A_MINUTE)
                .sent("a", "anna", "one");

        assertThat(pool.report().breaches()).extracting(Breach::check).containsExactly(Check.OPTED_OUT);
    }

    @Test
    void help_is_answered_even_to_who_opted_out_and_at_night() {
        pool.writes("anna", "one", "Stop")
                .passes(Duration.ofHours(10))
                .writes("anna", "one", "Help")
                .asks("a", "anna", answer -> answer.setPurpose(Purpose.HELP_ANSWER))
                .sends("a", "one");

        assertThat(pool.report().breaches()).isEmpty();
    }

    @Test
    void a_rule_that_the_policy_observes_is_waived() {
        pool.policy("quiet-hours: {mode: observe}\n")
                .passes(Duration.ofHours(12))
                .sent("a", "anna", "one");

        PoolReport report = pool.report();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.proofs().get(Check.QUIET_HOURS).waived()).isOne();
    }

    @Test
    void a_policy_that_the_gate_did_not_adopt_is_told_and_the_one_before_holds_on() {
        AuditedPool refused = new AuditedPool().line("one", LineStatus.ACTIVE);
        refused.hears(new dev.linewarden.schemas.PolicyUpdate("default", "burst: {mx: 5}\n", NOON))
                .sent("a", "anna", "one");

        PoolReport report = refused.report();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.notes()).singleElement().asString().contains("was not adopted");
    }

    @Test
    void what_lies_ahead_of_a_clock_that_stepped_back_counts_as_now() {
        AuditedPool late = new AuditedPool();
        late.line("one", LineStatus.ACTIVE)
                .policy("server-quota: {limit: 3}\nassignment: {mode: off}\nquiet-hours: {mode: off}\n"
                        + "burst: {mode: off}\n")
                .passes(Duration.ofDays(30))
                .sent("a", "anna", "one")
                .passes(Duration.ofDays(-30))
                .sent("b", "bob", "one")
                .passes(A_MINUTE)
                .sent("c", "carl", "one");
        assertThat(late.report().breaches()).isEmpty();

        late.passes(A_MINUTE).sent("d", "dora", "one");
        assertThat(late.report().breaches()).extracting(Breach::check).containsExactly(Check.SERVER_QUOTA);
    }

    @Test
    void what_leaves_late_at_its_own_time_is_held_against_what_lies_before_and_behind_it() {
        pool.sent("a", "anna", "one")
                .passes(Duration.ofSeconds(4))
                .sent("c", "carl", "one")
                .passes(Duration.ofSeconds(-2))
                .sent("b", "bob", "one");
        assertThat(pool.report().breaches()).isEmpty();

        pool.passes(Duration.ofMillis(1)).sent("d", "dora", "one");
        assertThat(pool.report().breaches()).extracting(Breach::check).containsExactly(Check.MIN_GAP);
    }

    @Test
    void where_the_topics_begin_too_late_it_is_said_what_is_not_known() {
        AuditedPool cut = new AuditedPool(new Scope(null, null, NOON.minus(Duration.ofHours(1)), 3));
        cut.line("one", LineStatus.ACTIVE).sent("a", "anna", "one");

        PoolReport report = cut.report();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.proofs().get(Check.POLICY).unknown()).isZero();
        assertThat(report.proofs().get(Check.NEW_CONVERSATIONS).unknown()).isOne();
        assertThat(report.proofs().get(Check.OPTED_OUT).unknown()).isOne();
        assertThat(report.proofs().get(Check.FOLLOW_UPS).unknown()).isOne();
        assertThat(report.proofs().get(Check.SERVER_QUOTA).unknown()).isOne();
        assertThat(report.proofs().get(Check.LINE).held()).isOne();
        assertThat(report.notes()).singleElement().asString().contains("is not known");
    }

    @Test
    void a_policy_that_is_no_longer_there_leaves_its_limits_unknown() {
        AuditedPool cut = new AuditedPool(new Scope(null, null, NOON.minus(A_DAY.multipliedBy(40)), 3));
        cut.line("one", LineStatus.ACTIVE)
                .asks("a", "anna")
                .decides("a", Outcome.APPROVED, "one", null, sent -> sent.setPolicyHash("0123456789abcdef"));

        PoolReport report = cut.report();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.proofs().get(Check.POLICY).unknown()).isOne();
        assertThat(report.proofs().get(Check.LINE_WINDOW).unknown()).isOne();
    }

    @Test
    void only_what_was_decided_in_the_time_asked_for_is_looked_at_and_what_was_before_counts() {
        Instant from = NOON.plus(A_MINUTE);
        AuditedPool part = new AuditedPool(new Scope(from, null, null, 3));
        part.line("one", LineStatus.ACTIVE)
                .policy("burst: {max-outreach: 1, window: 2m}\n")
                .sent("a", "anna", "one")
                .passes(Duration.ofSeconds(30))
                .sent("b", "bob", "one")
                .passes(Duration.ofSeconds(30))
                .sent("c", "carl", "one");

        PoolReport report = part.report();
        assertThat(report.breaches()).extracting(Breach::decisionId).containsExactly("c#1");
        assertThat(report.decisions()).isOne();
    }

    @Test
    void the_nearest_that_each_came_to_a_limit_is_told_the_nearest_first() {
        pool.line("two", LineStatus.ACTIVE);
        for (int i = 0; i < 3; i++) {
            pool.passes(Duration.ofSeconds(20)).sent("a" + i, "user" + i, "one");
        }
        pool.sent("b", "bob", "two");

        assertThat(pool.report().closest())
                .filteredOn(call -> call.check() == Check.LINE_OUTREACH)
                .extracting(CloseCall::name, CloseCall::observed, CloseCall::limit, CloseCall::decisionId)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("one", "3", "20", "a2#1"),
                        org.assertj.core.groups.Tuple.tuple("two", "1", "20", "b#1"));
    }
}
