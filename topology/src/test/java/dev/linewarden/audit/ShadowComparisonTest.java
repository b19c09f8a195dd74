package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.ShadowComparison.Changed;
import dev.linewarden.audit.ShadowComparison.Direction;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.support.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two policies' decisions beside each other, request by request. */
class ShadowComparisonTest {

    private static final Instant BEGAN = Instant.parse("2026-03-02T18:00:00Z");
    private static final ShadowRun RUN =
            ShadowRun.of("default", new ShadowRun.Order("{}", null, BEGAN, 9)).judgingSince(BEGAN, 10);

    private static Decision decided(
            String request, int attempt, Outcome outcome, @Nullable String code, int second, @Nullable Integer until) {
        Decision decision = new Decision();
        decision.setDecisionId(request + "#" + attempt);
        decision.setRequest(Cluster.request(request, "anna@example.com", "Ready?"));
        decision.setOutcome(outcome);
        decision.setBindingCode(code);
        decision.setFindings(
                code == null
                        ? List.of()
                        : List.of(new Finding(ruleOf(code), code, Effect.REJECT, true, null, null, null, null)));
        decision.setAttempt(attempt);
        decision.setDecidedAt(BEGAN.plusSeconds(second));
        decision.setNotBefore(until == null ? null : BEGAN.plusSeconds(until));
        decision.setJournalOffset(10L + second);
        return decision;
    }

    private static String ruleOf(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ShadowComparison.Result compare(List<Decision> first, List<Decision> second) {
        ShadowComparison comparison = new ShadowComparison(RUN, BEGAN);
        second.forEach(comparison::takeSecond);
        first.forEach(comparison::takeFirst);
        return comparison.result();
    }

    @Test
    void each_request_goes_one_way_and_the_rule_that_changed_is_named_with_the_first_it_changed() {
        ShadowComparison.Result result = compare(
                List.of(
                        decided("same", 1, Outcome.APPROVED, null, 1, null),
                        decided("refused", 1, Outcome.APPROVED, null, 2, null),
                        decided("refused-too", 1, Outcome.APPROVED, null, 3, null),
                        decided("let", 1, Outcome.REJECTED, "OPTED_OUT", 4, null),
                        decided("waits", 1, Outcome.APPROVED, null, 5, null)),
                List.of(
                        decided("same", 1, Outcome.APPROVED, null, 1, null),
                        decided("refused-too", 1, Outcome.REJECTED, "SERVER_DAILY_QUOTA", 3, null),
                        decided("refused", 1, Outcome.REJECTED, "SERVER_DAILY_QUOTA", 2, null),
                        decided("let", 1, Outcome.APPROVED, null, 4, null),
                        decided("waits", 1, Outcome.DEFERRED, "LINE_BURST", 5, 60)));

        assertThat(result.requests()).isEqualTo(5);
        assertThat(result.counts())
                .containsEntry(Direction.UNCHANGED, 1)
                .containsEntry(Direction.APPROVED_TO_REJECTED, 2)
                .containsEntry(Direction.REJECTED_TO_APPROVED, 1)
                .containsEntry(Direction.APPROVED_TO_DEFERRED, 1)
                .containsEntry(Direction.DEFERRED_TO_APPROVED, 0);
        assertThat(result.changed().get(0))
                .isEqualTo(new Changed(
                        Direction.APPROVED_TO_REJECTED,
                        "SERVER_DAILY_QUOTA",
                        "server-daily-quota",
                        2,
                        BEGAN.plusSeconds(2),
                        "refused"));
        assertThat(result.changed()).extracting(Changed::code).contains("OPTED_OUT", "LINE_BURST");
        assertThat(result.divergence().example()).isEqualTo("refused");
    }

    @Test
    void the_latest_decision_of_each_counts_and_a_time_that_is_another_is_later_or_earlier() {
        ShadowComparison.Result result = compare(
                List.of(
                        decided("late", 1, Outcome.APPROVED, null, 1, null),
                        decided("early", 2, Outcome.APPROVED, null, 50, null),
                        decided("early", 1, Outcome.DEFERRED, "LINE_BURST", 2, 50),
                        decided("punctual", 1, Outcome.DEFERRED, "QUIET_HOURS", 3, 90)),
                List.of(
                        decided("late", 1, Outcome.DEFERRED, "LINE_BURST", 1, 30),
                        decided("late", 2, Outcome.APPROVED, null, 30, null),
                        decided("early", 1, Outcome.APPROVED, null, 2, null),
                        decided("punctual", 1, Outcome.DEFERRED, "QUIET_HOURS", 3, 90)));

        assertThat(result.counts())
                .containsEntry(Direction.LATER, 1)
                .containsEntry(Direction.EARLIER, 1)
                .containsEntry(Direction.UNCHANGED, 1);
        assertThat(result.farthest()).isEqualTo(Duration.ofSeconds(48));
    }

    @Test
    void what_the_first_decided_just_before_the_second_is_compared_when_the_second_comes() {
        ShadowComparison comparison = new ShadowComparison(RUN, BEGAN);
        comparison.takeFirst(decided("r1", 1, Outcome.APPROVED, null, 1, null));
        assertThat(comparison.result().requests()).isZero();

        comparison.takeSecond(decided("r1", 1, Outcome.REJECTED, "OPTED_OUT", 1, null));
        assertThat(comparison.result().counts()).containsEntry(Direction.APPROVED_TO_REJECTED, 1);
    }

    @Test
    void what_an_earlier_second_policy_decided_and_duplicates_are_passed_over() {
        Decision earlier = decided("old", 1, Outcome.REJECTED, "OPTED_OUT", 0, null);
        earlier.setDecidedAt(BEGAN.minusSeconds(60));
        earlier.setJournalOffset(3L);
        Decision duplicate = decided("same", 1, Outcome.REJECTED, "DUPLICATE_REQUEST", 5, null);
        duplicate.setDecisionId("same#duplicate-0-15");

        ShadowComparison.Result result = compare(
                List.of(
                        decided("old", 1, Outcome.APPROVED, null, 0, null),
                        decided("same", 1, Outcome.APPROVED, null, 1, null)),
                List.of(earlier, decided("same", 1, Outcome.APPROVED, null, 1, null), duplicate));

        assertThat(result.requests()).isEqualTo(1);
        assertThat(result.changed()).isEmpty();
        assertThat(result.divergence()).isNull();
    }
}
