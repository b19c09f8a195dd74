package dev.linewarden.core;

import static dev.linewarden.core.TestGate.FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Review;
import dev.linewarden.core.model.Review.Pattern;
import dev.linewarden.core.state.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewTest {

    private static final String ANYTHING_GOES = FREE.replace("required: false", "mode: off")
                    .replace("quiet-hours: {mode: off", "quiet-hours: {mode: off, zone: UTC")
            + "burst: {mode: off}\nnew-conversations: {mode: off}\n";

    private final TestGate gate = new TestGate().policy(ANYTHING_GOES).lines("a");

    private void send(int count, Duration apart, String name) {
        for (int i = 0; i < count; i++) {
            int number = gate.decisions.size();
            gate.ask("r" + number, name.isEmpty() ? "u" + number : name);
            gate.wait(apart);
        }
    }

    private Review flag() {
        gate.line("a", "server-1", Status.FLAGGED);
        Alert alert = gate.alerts.get(gate.alerts.size() - 1);
        assertThat(alert.kind()).isEqualTo(Kind.LINE_FLAGGED);
        return alert.review();
    }

    private void everybodyAgrees(int count) {
        for (int i = 0; i < count; i++) {
            gate.conversation(ConversationEvent.Kind.OPTED_IN, "u" + i, "a", null, null);
        }
    }

    private static List<String> names(Review review) {
        return review.patterns().stream().map(Pattern::name).toList();
    }

    private static Pattern pattern(Review review, String name) {
        return review.patterns().stream()
                .filter(pattern -> pattern.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_flag_carries_the_hour_before_it_with_all_that_was_counted() {
        everybodyAgrees(3);
        send(3, Duration.ofMinutes(5), "");
        gate.hear("u0", "a", "yes");
        gate.ask("again", "u0");
        gate.ask("more", "u1");

        Review review = flag();

        assertThat(review.to()).isEqualTo(gate.now);
        assertThat(review.from()).isEqualTo(gate.now.minus(Duration.ofHours(1)));
        assertThat(review.sends()).isEqualTo(5);
        assertThat(review.outreach()).isEqualTo(4);
        assertThat(review.newConversations()).isEqualTo(3);
        assertThat(review.followUps()).isEqualTo(1);
        assertThat(review.replies()).isEqualTo(1);
        assertThat(review.replyRate()).isEqualTo(0.2);
        assertThat(review.mostInAMinute()).isEqualTo(2);
        assertThat(review.offHours()).isZero();
    }

    @Test
    void what_lies_an_hour_back_to_the_millisecond_is_outside_and_what_came_just_after_is_inside() {
        Instant flag = gate.now.plus(Duration.ofHours(1));
        gate.ask("r0", "u0");
        gate.wait(Duration.ofMillis(1));
        gate.ask("r1", "u1");
        gate.hear("u1", "a", "yes");
        gate.until(flag);
        gate.ask("r2", "u2");

        Review review = flag();

        assertThat(review.sends()).isEqualTo(2);
        assertThat(review.replies()).isEqualTo(1);
    }

    @Test
    void a_report_that_comes_late_tells_of_the_hour_before_the_flag_itself() {
        gate.ask("r0", "u0");
        Instant flagged = gate.now.plusSeconds(60);
        gate.wait(Duration.ofHours(3));
        gate.take(new LineUpdate("default", "a", "server-1", Status.FLAGGED, null, flagged, null));

        Review review = gate.alerts.get(gate.alerts.size() - 1).review();

        assertThat(review.to()).isEqualTo(flagged);
        assertThat(review.sends()).isEqualTo(1);
    }

    @Test
    void a_time_that_cannot_be_is_not_believed() {
        gate.ask("r0", "u0");
        gate.take(new LineUpdate(
                "default", "a", "server-1", Status.FLAGGED, null, gate.now.plus(Duration.ofDays(3)), null));

        assertThat(gate.alerts.get(gate.alerts.size() - 1).review().to()).isEqualTo(gate.now);
    }

    @Test
    void a_line_that_sends_a_hundred_in_a_minute_looks_like_a_burst() {
        everybodyAgrees(120);
        send(100, Duration.ofMillis(500), "");

        Review review = flag();

        assertThat(review.mostInAMinute()).isEqualTo(100);
        assertThat(pattern(review, "burst").score()).isEqualTo(1);
        assertThat(pattern(review, "burst").evidence()).isEqualTo("100 sends in one minute; 100 flag a line");
    }

    @Test
    void the_most_in_a_minute_are_those_of_any_sixty_seconds() {
        List<Sent> sends = new ArrayList<>();
        for (long second : new long[] {0, 30, 60, 89, 90}) {
            sends.add(Sent.plain(TestGate.NOON.plusSeconds(second), true));
        }
        Review review = Reviewer.of(TestGate.NOON, TestGate.NOON.plusSeconds(3600), sends, 0);

        // 60, 89 and 90; a send 60 s later no longer counts with the first.
        assertThat(review.mostInAMinute()).isEqualTo(3);
    }

    @Test
    void each_of_the_five_patterns_comes_first_where_a_line_misbehaves_that_way() {
        Instant at = TestGate.NOON;
        assertThat(first(120, Duration.ofMillis(400), 24, new Sent(at, true, true, 0, false, false)))
                .isEqualTo("burst");
        assertThat(first(40, Duration.ofSeconds(60), 0, new Sent(at, true, true, 0, false, false)))
                .isEqualTo("no-conversation");
        assertThat(first(10, Duration.ofMinutes(5), 1, new Sent(at, true, false, 5, false, false)))
                .isEqualTo("hammering");
        assertThat(first(30, Duration.ofMinutes(1), 1, new Sent(at, true, true, 0, true, false)))
                .isEqualTo("cold-outreach");
        assertThat(first(20, Duration.ofMinutes(2), 2, new Sent(at, true, false, 1, false, true)))
                .isEqualTo("off-hours");
    }

    private static String first(int count, Duration apart, int replies, Sent each) {
        List<Sent> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(each.at(each.at().plus(apart.multipliedBy(i))));
        }
        return names(Reviewer.of(each.at(), each.at().plus(Reviewer.HOUR), sends, replies))
                .get(0);
    }

    @Test
    void scores_stand_at_one_at_the_published_limit() {
        Sent fine = Sent.plain(TestGate.NOON, true);
        assertThat(score("no-conversation", 10, 1, fine)).isEqualTo(1);
        assertThat(score("no-conversation", 9, 1, fine)).isLessThan(1);
        assertThat(score("no-conversation", 11, 1, fine)).isGreaterThan(1);
        assertThat(score("no-conversation", 0, 0, fine)).isZero();
        assertThat(score("no-conversation", 2, 4, fine)).isZero();
        assertThat(score("hammering", 1, 0, new Sent(TestGate.NOON, true, false, 2, false, false)))
                .isEqualTo(0.67);
        assertThat(score("hammering", 1, 0, new Sent(TestGate.NOON, true, false, 3, false, false)))
                .isEqualTo(1);
        assertThat(score("hammering", 1, 0, new Sent(TestGate.NOON, true, false, 99, false, false)))
                .isEqualTo(33);
        assertThat(score("cold-outreach", 5, 0, fine)).isZero();
        assertThat(score("cold-outreach", 5, 0, new Sent(TestGate.NOON, true, false, 0, true, false)))
                .isEqualTo(2);
        assertThat(score("burst", 50, 0, fine)).isEqualTo(0.5);
    }

    private static double score(String name, int count, int replies, Sent each) {
        Instant from = TestGate.NOON.minusSeconds(1);
        List<Sent> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(each);
        }
        return pattern(Reviewer.of(from, from.plus(Reviewer.HOUR), sends, replies), name)
                .score();
    }

    @Test
    void follow_ups_cold_and_night_sends_are_counted_whatever_the_modes_of_the_rules() {
        gate.policy(ANYTHING_GOES.replace(
                "quiet-hours: {mode: off, zone: UTC",
                "quiet-hours: {mode: off, zone: UTC, from: '13:00', to: '08:00'"));
        gate.ask("r0", "u0");
        gate.until(TestGate.NOON.plus(Duration.ofHours(1)));
        gate.ask("r1", "u0");
        gate.conversation(ConversationEvent.Kind.OPTED_OUT, "u1", "a", null, null);
        gate.ask("r2", "u1");
        gate.wait(Duration.ofMillis(1));

        Review review = flag();

        assertThat(review.sends()).isEqualTo(2);
        assertThat(review.offHours()).isEqualTo(2);
        assertThat(review.followUps()).isEqualTo(1);
        assertThat(pattern(review, "cold-outreach").evidence()).startsWith("2 sends");
    }

    @Test
    void what_was_sent_past_the_gate_is_in_the_review() {
        gate.conversation(ConversationEvent.Kind.SENT_ELSEWHERE, "u0", "a", null, null);

        assertThat(flag().sends()).isEqualTo(1);
    }

    @Test
    void the_alert_names_the_likeliest_cause_and_what_to_do() {
        everybodyAgrees(100);
        send(100, Duration.ofMillis(400), "");
        flag();

        Alert alert = gate.alerts.get(gate.alerts.size() - 1);
        assertThat(alert.message()).contains("looks most like").contains("line evacuate a");
    }

    @Test
    void a_flag_without_a_send_points_at_senders_that_pass_by_the_gate() {
        flag();

        assertThat(gate.alerts.get(0).message()).contains("knows of no send in the hour before");
    }
}
