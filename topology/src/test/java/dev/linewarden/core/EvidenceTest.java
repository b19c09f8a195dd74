package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static dev.linewarden.core.TestGate.NOON;
import static dev.linewarden.core.TestGate.finding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A finding carries what was measured and what it was held against: that is what people act on. */
class EvidenceTest {

    private final TestGate gate = new TestGate();

    @Test
    void an_approval_shows_every_rule_in_the_order_of_the_reference() {
        gate.policy("consent: {required: false}\nquiet-hours: {zone: UTC}").lines("line-1");

        Decision decision = gate.ask("r1", "a");

        assertThat(decision.findings())
                .extracting(Finding::rule)
                .containsExactly(
                        "request",
                        "duplicate",
                        "schedule",
                        "expiry",
                        "line",
                        "consent",
                        "reply",
                        "first-message",
                        "quiet-hours",
                        "follow-ups",
                        "assignment",
                        "new-conversations",
                        "server-quota",
                        "dialogue",
                        "loop",
                        "burst",
                        "contact-card");
        assertThat(decision.findings()).allMatch(finding -> finding.effect() == Effect.PASS && finding.enforced());
        assertThat(decision.position()).isEqualTo(new Decision.Position(3, 2));
    }

    @Test
    void without_a_line_every_rule_still_says_something() {
        gate.policy(FREE);

        assertThat(gate.ask("r1", "a").findings())
                .extracting(Finding::rule)
                .contains("line", "new-conversations", "server-quota", "burst", "assignment");
        assertThat(gate.last().bindingCode()).isEqualTo(Code.POOL_AT_CAPACITY);
        assertThat(gate.last().notBefore()).isNull();
    }

    @Test
    void the_burst_rule_counts_the_sends_of_its_window_and_those_that_are_outreach() {
        gate.policy(FREE + "burst: {window: 60s, max: 9, max-outreach: 4, min-gap: 0s, jitter: 0s}")
                .lines("line-1");
        gate.hear("friend", "line-1", "hi");
        gate.ask("r1", "a");
        gate.wait(Duration.ofSeconds(59)).ask("r2", "friend");
        gate.ask("r3", "b");

        gate.wait(Duration.ofMillis(999));
        assertThat(finding(gate.ask("r4", "friend"), "burst").observed()).isEqualTo("3");
        assertThat(finding(gate.last(), "burst").limit()).isEqualTo("9 in PT1M");
        // At 60 s the first has left the window: of outreach only r3 is in it.
        gate.wait(Duration.ofMillis(1));
        assertThat(finding(gate.ask("r5", "c"), "burst").observed()).isEqualTo("1");
        assertThat(finding(gate.last(), "burst").limit()).isEqualTo("4 in PT1M");
    }

    @Test
    void a_burst_that_waits_shows_the_full_window() {
        gate.policy(FREE + "burst: {window: 60s, max: 2, max-outreach: 2, min-gap: 0s, jitter: 0s}")
                .lines("line-1");
        gate.ask("r1", "a");
        gate.ask("r2", "b");

        Finding burst = finding(gate.ask("r3", "c"), "burst");

        assertThat(burst.code()).isEqualTo(Code.LINE_BURST);
        assertThat(burst.observed()).isEqualTo("2");
        assertThat(burst.limit()).isEqualTo("2 in PT1M");
        assertThat(burst.until()).isEqualTo(NOON.plusSeconds(60));
        assertThat(burst.detail()).contains("next free slot");
    }

    @Test
    void a_reply_that_waits_says_so_differently() {
        gate.policy(FREE + "burst: {window: 60s, max: 1, max-outreach: 1, min-gap: 0s, jitter: 0s}")
                .lines("line-1");
        gate.hear("friend", "line-1", "hi");
        gate.ask("r1", "friend");

        assertThat(finding(gate.ask("r2", "friend"), "burst").detail()).contains("too much at once");
    }

    @Test
    void the_server_quota_shows_the_sends_of_the_day_and_what_is_kept_for_replies() {
        gate.policy(FREE + "burst: {mode: off}\nserver-quota: {limit: 4, reserve-for-replies: 0.5}")
                .lines("line-1");
        gate.hear("friend", "line-1", "hi");
        assertThat(finding(gate.ask("r1", "a"), "server-quota").observed()).isEqualTo("0");
        assertThat(finding(gate.ask("r2", "b"), "server-quota").limit()).isEqualTo("2");

        Finding outreach = finding(gate.ask("r3", "c"), "server-quota");
        assertThat(outreach.code()).isEqualTo(Code.SERVER_DAILY_QUOTA);
        assertThat(outreach.observed()).isEqualTo("2");
        assertThat(outreach.detail()).contains("kept for replies");
        assertThat(finding(gate.ask("r4", "friend"), "server-quota").limit()).isEqualTo("4");
        gate.ask("r5", "friend");
        Finding full = finding(gate.ask("r6", "friend"), "server-quota");
        assertThat(full.observed()).isEqualTo("4");
        assertThat(full.detail()).contains("messages of the day");
    }

    @Test
    void new_conversations_follow_ups_and_dialogue_show_their_counts() {
        gate.policy("""
            consent: {required: false}
            quiet-hours: {mode: off}
            first-message: {question: off}
            burst: {mode: off}
            new-conversations: {limit: 3}
            dialogue: {min-openers: 2, min-reply-rate: 0.5, grace: 0s}
            """).lines("line-1");
        gate.ask("r1", "a");
        gate.ask("r2", "b");
        gate.hear("a", "line-1", "yes");

        Decision third = gate.ask("r3", "c");

        assertThat(finding(third, "new-conversations").observed()).isEqualTo("2");
        assertThat(finding(third, "new-conversations").limit()).isEqualTo("3");
        assertThat(finding(third, "dialogue").observed()).isEqualTo("0.500");
        assertThat(finding(third, "dialogue").limit()).isEqualTo("0.5");
        assertThat(finding(third, "follow-ups").observed()).isEqualTo("0");
        assertThat(finding(third, "follow-ups").limit()).isEqualTo("3");
        Finding spacing = finding(gate.wait(Duration.ofHours(1)).ask("r4", "b"), "follow-ups");
        assertThat(spacing.observed()).isEqualTo("PT1H");
        assertThat(spacing.limit()).isEqualTo("PT24H");
    }

    @Test
    void the_night_shows_the_recipients_clock_and_its_zone() {
        gate.policy("consent: {required: false}\nquiet-hours: {zone: Asia/Tokyo}\nburst: {mode: off}")
                .lines("line-1");

        Finding night = finding(gate.ask("r1", "a"), "quiet-hours");

        assertThat(night.observed()).isEqualTo("21:00");
        assertThat(night.limit()).isEqualTo("21:00-08:00");
        assertThat(night.detail()).contains("(Asia/Tokyo)");
    }

    @Test
    void zones_that_are_never_awake_together_fall_back_and_a_policy_without_a_day_holds() {
        gate.policy("consent: {required: false}\nquiet-hours: {from: \"10:00\", to: \"09:59\", zone: UTC}")
                .lines("line-1");
        assertThat(finding(gate.ask("r1", "a"), "quiet-hours").until()).isEqualTo("2026-03-03T09:59:00Z");
    }

    @Test
    void a_duplicate_names_the_first_outcome() {
        gate.policy(FREE).lines("line-1");
        gate.ask("r1", "a");

        Decision again = gate.wait(Duration.ofSeconds(1)).ask("r1", "a");

        assertThat(again.findings()).hasSize(1);
        assertThat(again.findings().get(0).rule()).isEqualTo("duplicate");
        assertThat(again.findings().get(0).detail())
                .contains("2026-03-02T12:00:00Z")
                .contains("APPROVED");
    }

    @Test
    void an_observed_rule_finds_without_blocking_and_passes_stay_passes() {
        gate.policy(FREE + "server-quota: {limit: 1, mode: observe}\nburst: {mode: off}")
                .lines("line-1");
        assertThat(finding(gate.ask("r1", "a"), "server-quota").enforced()).isTrue();

        Decision over = gate.ask("r2", "b");

        assertThat(over.outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(finding(over, "server-quota").enforced()).isFalse();
        assertThat(finding(over, "server-quota").effect()).isEqualTo(Effect.REJECT);
        assertThat(finding(over, "server-quota").observed()).isEqualTo("1");
    }

    @Test
    void a_server_raises_an_alert_at_each_step_of_its_day_once() {
        gate.policy(FREE.replace("assignment: {mode: off}", "assignment: {mode: off, alert-at: [0.5, 0.75]}")
                        + "burst: {mode: off}\nserver-quota: {limit: 4}")
                .line("line-1", "server-7", Status.ACTIVE);
        gate.ask("r1", "a");
        assertThat(gate.alerts).isEmpty();
        gate.ask("r2", "b");
        assertThat(utilisations()).hasSize(1);
        gate.ask("r3", "c");
        gate.ask("r4", "d");

        assertThat(utilisations())
                .extracting(Alert::alertId)
                .containsExactly(
                        "default/server-7/utilisation/2026-03-02/0.5", "default/server-7/utilisation/2026-03-02/0.75");
        Alert second = utilisations().get(1);
        assertThat(second.observed()).isEqualTo("3");
        assertThat(second.limit()).isEqualTo("4");
        assertThat(second.message()).contains("75 %");
        assertThat(second.key()).isEqualTo("server-7");
        assertThat(second.pool()).isEqualTo("default");
    }

    private List<Alert> utilisations() {
        return gate.alerts.stream()
                .filter(alert -> alert.kind() == Alert.Kind.SERVER_UTILISATION)
                .toList();
    }
}
