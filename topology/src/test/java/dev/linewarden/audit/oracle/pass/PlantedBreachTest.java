package dev.linewarden.audit.oracle.pass;

import static dev.linewarden.audit.oracle.pass.AuditedPool.withMedia;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For each check a pool that keeps to the limit up to its last, and the one act more that does not. */
class PlantedBreachTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final String AWAKE = "quiet-hours: {mode: off}\n";

    /**
     * A pool that is right, and an act that is not.
     *
     * @param also what the act cannot but breach too
     */
    private record Plant(Consumer<AuditedPool> right, Consumer<AuditedPool> wrong, Set<Check> also) {
        Plant(Consumer<AuditedPool> right, Consumer<AuditedPool> wrong) {
            this(right, wrong, EnumSet.noneOf(Check.class));
        }
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void what_keeps_to_the_last_that_a_limit_lets_pass_is_clean(Check check) {
        AuditedPool pool = pool();
        plant(check).right().accept(pool);

        assertThat(pool.report().breaches()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void a_planted_breach_is_found_and_nothing_else_is_blamed(Check check) {
        AuditedPool pool = pool();
        Plant plant = plant(check);
        plant.right().accept(pool);
        plant.wrong().accept(pool);
        Set<Check> blamed = EnumSet.noneOf(Check.class);
        PoolReport report = pool.report();
        report.breaches().forEach(breach -> blamed.add(breach.check()));

        Set<Check> planted = EnumSet.of(check);
        planted.addAll(plant.also());
        assertThat(blamed).isEqualTo(planted);
        assertThat(report.proofs().get(check).breached()).isOne();
    }

    private static AuditedPool pool() {
        return new AuditedPool().line("one", LineStatus.ACTIVE).line("two", LineStatus.ACTIVE);
    }

    private static Plant plant(Check check) {
        return switch (check) {
            case ONE_END ->
                new Plant(pool -> pool.sent("a", "anna", "one"), pool -> pool.passes(A_SECOND)
                        .rejects("a", "CANCELLED"));
            case DECISION_IDS ->
                new Plant(
                        pool -> pool.asks("a", "anna")
                                .defers("a", "one", pool.now().plus(A_MINUTE)),
                        pool -> pool.passes(A_MINUTE)
                                .decides("a", Outcome.APPROVED, "one", null, sent -> sent.setDecisionId("a#1")));
            case ORDER ->
                new Plant(
                        pool -> pool.asks("a", "anna").decides("a", Outcome.DEFERRED, "one", null, held -> {}),
                        pool -> pool.asks("b", "bob")
                                .sends("b", "one")
                                .passes(A_MINUTE)
                                .decides("a", Outcome.REJECTED, null, null, late -> {
                                    late.setJournalOffset(2L);
                                    late.setBindingCode("CANCELLED");
                                }));
            case POLICY ->
                new Plant(
                        pool -> pool.policy("burst: {max: 5}\n")
                                .sent("a", "anna", "one")
                                .policy("burst: {max: 6}\n")
                                .sent("b", "bob", "two"),
                        pool -> pool.asks("c", "carl")
                                .passes(A_MINUTE)
                                .decides(
                                        "c",
                                        Outcome.APPROVED,
                                        "one",
                                        null,
                                        sent -> sent.setPolicyHash(Terms.hashOf("burst: {max: 5}\n"))));
            case PROMISE ->
                new Plant(
                        pool -> pool.asks("a", "anna")
                                .defers("a", "one", pool.now().plus(A_MINUTE))
                                .passes(A_MINUTE)
                                .sends("a", "one")
                                .asks("b", "bob")
                                .defers("b", "one", pool.now().plus(A_MINUTE)),
                        pool -> pool.passes(A_MINUTE.plusMillis(1)).sends("b", "one"));
            case SCHEDULE ->
                new Plant(
                        pool -> pool.asks("a", "anna", later -> later.setNotBefore(pool.now()))
                                .sends("a", "one"),
                        pool -> pool.passes(A_MINUTE)
                                .asks(
                                        "b",
                                        "bob",
                                        later -> later.setNotBefore(pool.now().plusMillis(1)))
                                .sends("b", "one"));
            case DEADLINE ->
                new Plant(
                        pool -> pool.asks("a", "anna", soon -> soon.setExpiresAt(pool.now()))
                                .sends("a", "one"),
                        pool -> pool.passes(A_MINUTE)
                                .asks(
                                        "b",
                                        "bob",
                                        soon -> soon.setExpiresAt(pool.now().minusMillis(1)))
                                .sends("b", "one"));
            case SUSPENDED ->
                new Plant(
                        pool -> pool.suspends("spring", pool.now().plus(A_MINUTE))
                                .sent("a", "anna", "one")
                                .passes(A_MINUTE)
                                .asks("b", "bob", AuditedPool.of("spring"))
                                .sends("b", "one")
                                .suspends(null, null)
                                .resumes(null)
                                .sent("c", "carl", "two"),
                        pool -> pool.passes(A_MINUTE)
                                .suspends("spring", pool.now().plusMillis(1))
                                .asks("d", "dora", AuditedPool.of("spring"))
                                .sends("d", "one"));
            case HOLD_FOR_REPLY ->
                new Plant(
                        pool -> pool.sent("o", "anna", "one")
                                .asks("a", "anna", held -> held.setHoldForReply(true))
                                .decides("a", Outcome.DEFERRED, "one", null, held -> {})
                                .writes("anna", "one", "Yes")
                                .passes(A_SECOND)
                                .sends("a", "one"),
                        pool -> pool.asks("b", "anna", held -> held.setHoldForReply(true))
                                .sends("b", "one"));
            case CANCEL_ON_REPLY ->
                new Plant(
                        pool -> pool.writes("anna", "one", "Yes")
                                .asks("a", "anna", reminder -> reminder.setCancelOnReply(true))
                                .defers("a", "one", pool.now().plus(A_MINUTE)),
                        pool -> pool.writes("anna", "one", "Yes")
                                .passes(A_MINUTE)
                                .sends("a", "one"));
            case LINE ->
                new Plant(pool -> pool.sent("a", "anna", "one"), pool -> pool.line("one", LineStatus.PAUSED)
                        .passes(A_MINUTE)
                        .sent("b", "bob", "one"));
            case OPTED_OUT ->
                new Plant(
                        pool -> pool.writes("anna", "one", "Stop")
                                .asks("a", "anna", last -> last.setPurpose(Purpose.OPT_OUT_CONFIRMATION))
                                .sends("a", "one"),
                        pool -> pool.passes(A_MINUTE).sent("b", "anna", "one"));
            case COLD_OUTREACH ->
                new Plant(
                        pool -> pool.writes("anna", "one", "Hello")
                                .asks("a", "anna", unsaid -> unsaid.setConsent(null))
                                .sends("a", "one"),
                        pool -> pool.passes(A_MINUTE)
                                .asks("b", "bob", unsaid -> unsaid.setConsent(null))
                                .sends("b", "one"));
            case FIRST_MESSAGE ->
                new Plant(
                        pool -> pool.writes("anna", "one", "Hello")
                                .asks("a", "anna", withMedia())
                                .sends("a", "one"),
                        pool -> pool.passes(A_MINUTE)
                                .asks("b", "bob", link -> link.setText("https://example.com"))
                                .sends("b", "one"));
            case QUIET_HOURS ->
                // Noon in New York is 18:00 in Berlin, where clocks show 21:00 three hours later.
                new Plant(
                        pool -> pool.passes(Duration.ofHours(3).minusMillis(1)).sent("a", "+493012345678", "one"),
                        pool -> pool.passes(A_SECOND.multipliedBy(10)).sent("b", "+493012345679", "one"));
            case FOLLOW_UPS ->
                new Plant(pool -> turns(pool, 3), pool -> pool.passes(A_DAY).sent("more", "anna", "one"));
            case SPACING ->
                new Plant(
                        pool -> pool.policy(AWAKE)
                                .sent("a", "anna", "one")
                                .passes(A_DAY)
                                .sent("b", "anna", "one"),
                        pool -> pool.passes(A_DAY.minusMillis(1)).sent("c", "anna", "one"));
            case MONOLOGUE ->
                new Plant(
                        pool -> {
                            pool.writes("anna", "one", "Hello");
                            for (int i = 0; i < 10; i++) {
                                pool.passes(A_MINUTE).sent("r" + i, "anna", "one");
                            }
                        },
                        pool -> pool.passes(A_MINUTE).sent("more", "anna", "one"));
            case LINE_WINDOW ->
                new Plant(
                        pool -> {
                            for (int i = 0; i < 61; i++) {
                                pool.writes("user" + i, "one", "Hello");
                            }
                            for (int i = 0; i < 60; i++) {
                                pool.sent("r" + i, "user" + i, "one");
                            }
                        },
                        pool -> pool.passes(A_MINUTE.minusMillis(1)).sent("more", "user60", "one"));
            case LINE_OUTREACH ->
                new Plant(
                        pool -> {
                            for (int i = 0; i < 20; i++) {
                                pool.sent("r" + i, "user" + i, "one").passes(A_SECOND.multipliedBy(2));
                            }
                        },
                        pool -> pool.sent("more", "another", "one"));
            case MIN_GAP ->
                new Plant(
                        pool -> pool.sent("a", "anna", "one")
                                .passes(A_SECOND.multipliedBy(2))
                                .sent("b", "bob", "one"),
                        pool -> pool.passes(A_SECOND.multipliedBy(2).minusMillis(1))
                                .sent("c", "carl", "one"));
            case NEW_CONVERSATIONS ->
                new Plant(
                        pool -> {
                            pool.policy("dialogue: {mode: off}\n");
                            for (int i = 0; i < 50; i++) {
                                pool.sent("r" + i, "user" + i, "one").passes(A_MINUTE);
                            }
                        },
                        pool -> pool.sent("more", "another", "one"));
            case SERVER_QUOTA ->
                // A send that failed is given back, once.
                new Plant(
                        pool -> pool.policy("server-quota: {limit: 2}\nassignment: {no-new-users-at: 1.0}\n")
                                .sent("a", "anna", "one")
                                .passes(A_MINUTE)
                                .said("anna", "one", ConversationKind.SEND_FAILED, "a")
                                .said("anna", "one", ConversationKind.SEND_FAILED, "a")
                                .sent("b", "bob", "one")
                                .passes(A_MINUTE)
                                .sent("c", "carl", "one"),
                        pool -> pool.passes(A_MINUTE)
                                .asks("d", "dora", pinned -> pinned.setLine("one"))
                                .sends("d", "one"));
            case NEW_USERS ->
                new Plant(
                        pool -> pool.policy("server-quota: {limit: 4}\nassignment: {no-new-users-at: 0.5}\n")
                                .sent("a", "anna", "one")
                                .passes(A_MINUTE)
                                .sent("b", "bob", "one")
                                .passes(A_MINUTE)
                                .asks("p", "paul", pinned -> pinned.setLine("one"))
                                .sends("p", "one"),
                        pool -> pool.passes(A_MINUTE).sent("c", "carl", "one"));
            case USERS_PER_LINE ->
                new Plant(
                        pool -> pool.policy("assignment: {max-users-per-line: 2}\n")
                                .sent("a", "anna", "one")
                                .writes("bob", "one", "Hello")
                                .passes(A_MINUTE)
                                .sent("b", "bob", "one"),
                        pool -> pool.passes(A_MINUTE).sent("c", "carl", "one"));
            case DIALOGUE ->
                new Plant(
                        pool -> pool.policy(
                                        "dialogue: {min-openers: 2, min-reply-rate: 0.5, grace: 1m, backoff: 10m}\n")
                                .sent("a", "anna", "one")
                                .passes(A_MINUTE)
                                .sent("b", "bob", "one")
                                .passes(A_MINUTE.multipliedBy(10))
                                .sent("c", "carl", "one"),
                        pool -> pool.passes(A_MINUTE.multipliedBy(10).minusMillis(1))
                                .sent("d", "dora", "one"));
            case LOOP ->
                new Plant(
                        pool -> {
                            pool.policy("loop: {max: 4, window: 5m}\n");
                            for (int i = 0; i < 2; i++) {
                                pool.writes("anna", "one", "Hello")
                                        .sent("r" + i, "anna", "one")
                                        .passes(A_SECOND);
                            }
                        },
                        pool -> pool.sent("more", "anna", "one"));
        };
    }

    private static void turns(AuditedPool pool, int count) {
        for (int i = 0; i < count; i++) {
            pool.passes(i == 0 ? Duration.ZERO : A_DAY).sent("r" + i, "anna", "one");
        }
    }
}
