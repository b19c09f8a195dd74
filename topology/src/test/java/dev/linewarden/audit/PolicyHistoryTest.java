package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Severity;
import dev.linewarden.support.Cluster;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pool's policies over time, from what topics hold. */
class PolicyHistoryTest {

    private static final String STRICT = "version: strict\nburst: {max: 5}\n";
    private static final String MILD = "version: mild\n";
    private static final String BROKEN = "brust: {max: 5}\n";
    private static final Instant DAY_1 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant DAY_2 = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant DAY_3 = Instant.parse("2026-03-03T12:00:00Z");

    private final PolicyBook book = new PolicyBook("default");

    private void update(String text, long offset, Instant at) {
        book.take(new PolicyUpdate("default", text, at.minusSeconds(60)), 3, offset, at);
    }

    private void decided(String policy, String version, String build, Instant at) {
        decided(policy, version, build, at, 10);
    }

    private void decided(String policy, String version, String build, Instant at, long offset) {
        Decision decision = new Decision();
        decision.setDecisionId("r#1");
        decision.setRequest(Cluster.request("r", "anna@example.com", "Ready?"));
        decision.setOutcome(Outcome.APPROVED);
        decision.setFindings(List.of());
        decision.setDecidedAt(at);
        decision.setPolicyHash(policy);
        decision.setPolicyVersion(version);
        decision.setBuild(build);
        decision.setJournalOffset(offset);
        book.take(decision);
    }

    @Test
    void each_policy_holds_from_its_place_in_the_journal_until_the_next_and_the_defaults_before_the_first() {
        update(STRICT, 10, DAY_1);
        update(MILD, 20, DAY_3);
        book.take(new PolicyUpdate("other", "version: other\n", DAY_2), 3, 15, DAY_2);

        PolicyHistory history = book.history();

        assertThat(history.periods())
                .extracting(PolicyHistory.Period::version)
                .containsExactly("default", "strict", "mild");
        assertThat(history.periods())
                .extracting(PolicyHistory.Period::hash)
                .containsExactly(PolicyHash.OF_DEFAULTS, PolicyHash.of(STRICT), PolicyHash.of(MILD));
        assertThat(history.at(DAY_1.minusMillis(1)).version()).isEqualTo("default");
        assertThat(history.at(DAY_1).text()).isEqualTo(STRICT);
        assertThat(history.at(DAY_3.minusMillis(1)).version()).isEqualTo("strict");
        assertThat(history.at(DAY_3.plusSeconds(1)).until()).isNull();
    }

    @Test
    void a_policy_that_is_applied_again_while_it_is_in_force_goes_on() {
        update(STRICT, 10, DAY_1);
        update(STRICT, 20, DAY_2);
        decided(PolicyHash.of(STRICT), "strict", "0.2.0", DAY_2.plusSeconds(1));

        PolicyHistory history = book.history();

        assertThat(history.periods()).extracting(PolicyHistory.Period::version).containsExactly("default", "strict");
        assertThat(history.at(DAY_3).from()).isEqualTo(DAY_1);
        assertThat(history.at(DAY_3).builds())
                .extracting(PolicyHistory.Work::decisions)
                .containsExactly(1L);
    }

    @Test
    void a_policy_that_comes_back_has_in_each_of_its_times_what_was_decided_in_it() {
        update(STRICT, 10, DAY_1);
        update(MILD, 20, DAY_2);
        update(STRICT, 30, DAY_3);
        decided(PolicyHash.of(STRICT), "strict", "0.2.0", DAY_1.plusSeconds(1), 10);
        decided(PolicyHash.of(STRICT), "strict", "0.2.0", DAY_2.minusSeconds(1), 19);
        decided(PolicyHash.of(MILD), "mild", "0.2.0", DAY_2.plusSeconds(1), 21);
        decided(PolicyHash.of(STRICT), "strict", "0.3.0", DAY_3.plusSeconds(1), 35);

        PolicyHistory history = book.history();

        assertThat(history.periods())
                .extracting(PolicyHistory.Period::version)
                .containsExactly("default", "strict", "mild", "strict");
        assertThat(history.at(DAY_1).builds())
                .containsExactly(new PolicyHistory.Work("0.2.0", 2, DAY_1.plusSeconds(1), DAY_2.minusSeconds(1)));
        assertThat(history.at(DAY_2).builds())
                .extracting(PolicyHistory.Work::decisions)
                .containsExactly(1L);
        assertThat(history.at(DAY_3).builds())
                .containsExactly(new PolicyHistory.Work("0.3.0", 1, DAY_3.plusSeconds(1), DAY_3.plusSeconds(1)));
    }

    @Test
    void what_the_gate_refused_changes_nothing_and_keeps_its_reason() {
        update(STRICT, 10, DAY_1);
        update(BROKEN, 11, DAY_2);
        Alert alert = new Alert();
        alert.setAlertId("default/policy/3/11");
        alert.setPool("default");
        alert.setKind("POLICY_REJECTED");
        alert.setSeverity(Severity.CRITICAL);
        alert.setMessage("The new policy does not parse and the old one stays: line 1: as that gate said it");
        alert.setAt(DAY_2);
        book.take(alert);

        PolicyHistory history = book.history();

        assertThat(history.at(DAY_3).version()).isEqualTo("strict");
        assertThat(history.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.at()).isEqualTo(DAY_2);
            assertThat(refusal.reason()).isEqualTo("line 1: as that gate said it");
        });
    }

    @Test
    void a_refusal_without_its_alert_is_read_anew() {
        update(BROKEN, 11, DAY_2);
        assertThat(book.history().refused()).singleElement().satisfies(refusal -> assertThat(refusal.reason())
                .contains("brust")
                .contains("burst"));
    }

    @Test
    void builds_that_decided_by_a_policy_stand_beside_it_in_their_order() {
        update(STRICT, 10, DAY_1);
        String hash = PolicyHash.of(STRICT);
        decided(hash, "strict", "0.3.0+b", DAY_3);
        decided(hash, "strict", "0.2.0+a", DAY_2);
        decided(hash, "strict", "0.2.0+a", DAY_1);

        assertThat(book.history().at(DAY_2).builds())
                .containsExactly(
                        new PolicyHistory.Work("0.2.0+a", 2, DAY_1, DAY_2),
                        new PolicyHistory.Work("0.3.0+b", 1, DAY_3, DAY_3));
    }

    @Test
    void where_the_journal_is_cut_off_decisions_tell_and_what_they_do_not_is_unknown() {
        book.isCutOff();
        assertThat(book.history().at(DAY_1)).isNull();

        decided(PolicyHash.of(STRICT), "strict", "0.2.0+a", DAY_1);
        update(MILD, 20, DAY_3);
        PolicyHistory history = book.history();
        assertThat(history.isWhole()).isFalse();
        assertThat(history.at(DAY_2)).satisfies(period -> {
            assertThat(period.version()).isEqualTo("strict");
            assertThat(period.text()).isNull();
            assertThat(period.until()).isEqualTo(DAY_3);
        });
        book.takeLatest(new PolicyUpdate("default", STRICT, DAY_1));
        assertThat(book.history().at(DAY_2).text()).isEqualTo(STRICT);
    }
}
