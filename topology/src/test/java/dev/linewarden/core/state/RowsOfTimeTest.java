package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rows hold of time, and what becomes of it when time steps back. */
class RowsOfTimeTest {

    private static final Instant T = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant LATEST = T.plus(Duration.ofDays(1000));

    @Test
    void openers_are_counted_until_just_before_their_window_has_passed() {
        Openers openers = Openers.none("p", "l").opened(T, DAY).opened(T.plusSeconds(1), DAY);

        assertThat(openers.openedIn(T.minusMillis(1), LATEST)).isEqualTo(2);
        assertThat(openers.openedIn(T, LATEST)).isEqualTo(1);
        assertThat(openers.openedIn(T.plusSeconds(1), LATEST)).isZero();
    }

    @Test
    void openers_forget_what_has_left_the_window_and_nothing_else() {
        Openers openers = Openers.none("p", "l").opened(T, DAY).opened(T.plusMillis(1), DAY);

        assertThat(openers.opened(T.plus(DAY), DAY).openedIn(Instant.EPOCH, LATEST))
                .isEqualTo(2);
        assertThat(openers.opened(T.plus(DAY).minusMillis(1), DAY).openedIn(Instant.EPOCH, LATEST))
                .isEqualTo(3);
    }

    @Test
    void an_answer_counts_for_one_opener_of_its_time() {
        Openers openers = Openers.none("p", "l").opened(T, DAY).opened(T, DAY).opened(T.plusSeconds(5), DAY);

        Openers once = openers.answered(T);
        assertThat(once.answeredIn(Instant.EPOCH, LATEST)).isEqualTo(1);
        assertThat(once.openedIn(Instant.EPOCH, LATEST)).isEqualTo(3);
        assertThat(once.answered(T).answeredIn(Instant.EPOCH, LATEST)).isEqualTo(2);
        assertThat(once.answered(T).answered(T).answeredIn(Instant.EPOCH, LATEST))
                .isEqualTo(2);
        assertThat(once.answered(T.minusMillis(1)).answeredIn(Instant.EPOCH, LATEST))
                .isEqualTo(1);
        assertThat(once.answeredIn(T, LATEST)).isZero();
        assertThat(once.answered(T.plusSeconds(5)).answeredIn(T, LATEST)).isEqualTo(1);
    }

    @Test
    void openers_that_come_out_of_order_are_found_all_the_same() {
        Openers openers = Openers.none("p", "l").opened(T.plusSeconds(5), DAY).opened(T, DAY);

        assertThat(openers.answered(T).answeredIn(Instant.EPOCH, LATEST)).isEqualTo(1);
        assertThat(openers.answered(T.plusSeconds(5)).answered(T).answeredIn(Instant.EPOCH, LATEST))
                .isEqualTo(2);
    }

    @Test
    void openers_that_lie_ahead_count_as_now_and_keep_their_answers() {
        Openers ahead = Openers.none("p", "l")
                .opened(T, DAY)
                .opened(T.plusSeconds(50), DAY)
                .opened(T.plusSeconds(60), DAY)
                .answered(T.plusSeconds(60));

        Openers now = (Openers) ahead.asOf(T.plusSeconds(10));

        assertThat(now.openedIn(T, LATEST)).isEqualTo(2);
        assertThat(now.openedIn(T.plusSeconds(10), LATEST)).isZero();
        assertThat(now.answeredIn(T, LATEST)).isEqualTo(1);
        assertThat(ahead.asOf(T.plusSeconds(60))).isSameAs(ahead);
        Openers none = Openers.none("p", "l");
        assertThat(none.asOf(T)).isSameAs(none);
    }

    @Test
    void activity_counts_new_conversations_by_day_and_what_lies_ahead_as_today() {
        LineActivity activity = LineActivity.none("p", "l")
                .withNewConversation(11)
                .withNewConversation(10)
                .withNewConversation(10);

        assertThat(activity.newConversations(11)).isEqualTo(1);
        assertThat(activity.newConversations(10)).isEqualTo(3);
        assertThat(activity.newConversations(12)).isZero();
        assertThat(activity.days()).extracting(LineActivity.Day::epochDay).containsExactly(10L, 11L);
        assertThat(activity.withNewConversation(12).withNewConversation(13).days())
                .extracting(LineActivity.Day::epochDay)
                .containsExactly(11L, 12L, 13L);
    }

    @Test
    void rows_whose_times_have_passed_stay_as_they_are() {
        LineActivity activity = LineActivity.none("p", "l").sentAt(T);
        Recipient recipient = Recipient.unknown("p", "r").wroteTo("l", T).sentFrom("l", T, Policy.DEFAULT.loop());
        FollowUps followUps = FollowUps.none("p", "r").sent(T, false, "r1");
        RequestRecord record = record(T, T);

        for (Row row : List.of(activity, recipient, followUps, record, LineActivity.none("p", "l"))) {
            assertThat(row.asOf(T)).isSameAs(row);
        }
    }

    @Test
    void rows_whose_times_lie_ahead_count_them_as_now() {
        Instant now = T.minusMillis(1);
        assertThat(((LineActivity) LineActivity.none("p", "l").sentAt(T).asOf(now)).lastSend())
                .isEqualTo(now);
        Recipient recipient = (Recipient) Recipient.unknown("p", "r")
                .wroteTo("l", T)
                .sentFrom("l", now, Policy.DEFAULT.loop())
                .asOf(now);
        assertThat(recipient.lastInbound()).isEqualTo(now);
        assertThat(recipient.lastOutbound()).isEqualTo(now);
        Recipient sent = (Recipient) Recipient.unknown("p", "r")
                .wroteTo("l", now)
                .sentFrom("l", T, Policy.DEFAULT.loop())
                .asOf(now);
        assertThat(sent.lastOutbound()).isEqualTo(now);
        Recipient out = (Recipient)
                Recipient.unknown("p", "r").optedOut(T).askedForHelp(now).asOf(now);
        assertThat(out.optedOutAt()).isEqualTo(now);
        Recipient help = (Recipient)
                Recipient.unknown("p", "r").optedOut(now).askedForHelp(T).asOf(now);
        assertThat(help.helpAskedAt()).isEqualTo(now);
        FollowUps followUps =
                (FollowUps) FollowUps.none("p", "r").sent(T, false, "r1").asOf(now);
        assertThat(followUps.turnStart()).isEqualTo(now);
        assertThat(followUps.lastSend()).isEqualTo(now);
        FollowUps joined = (FollowUps) FollowUps.none("p", "r")
                .sent(now, false, "r1")
                .sent(T, true, null)
                .asOf(now);
        assertThat(joined.lastSend()).isEqualTo(now);
        assertThat(joined.turns()).isEqualTo(1);
        assertThat(((RequestRecord) record(T, T).asOf(now)).firstJudgedAt()).isEqualTo(now);
        assertThat(((RequestRecord) record(T, T).asOf(now)).decidedAt()).isEqualTo(now);
        Instant before = now.minusMillis(1);
        assertThat(((RequestRecord) record(before, T).asOf(now)).firstJudgedAt())
                .isEqualTo(before);
        assertThat(((RequestRecord) record(before, T).asOf(now)).decidedAt()).isEqualTo(now);
    }

    @Test
    void the_last_ten_approvals_are_remembered_and_sends_outside_the_gate_are_none() {
        FollowUps sent = FollowUps.none("p", "r");
        for (int i = 1; i <= 11; i++) {
            sent = sent.sent(T.plusSeconds(i), true, "r" + i).sent(T.plusSeconds(i), true, null);
        }

        assertThat(sent.recent())
                .extracting(FollowUps.Approval::requestId)
                .containsExactly("r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11");
        assertThat(sent.inARow()).isEqualTo(22);
    }

    @Test
    void a_tie_remembers_who_wrote_first_and_only_the_first_time() {
        Recipient.Tie tie = Recipient.unknown("p", "r")
                .sentFrom("l", T, Policy.DEFAULT.loop())
                .wroteTo("l", T.plusSeconds(1))
                .sentFrom("l", T.plusSeconds(2), Policy.DEFAULT.loop())
                .wroteTo("l", T.plusSeconds(3))
                .wroteTo("other", T.plusSeconds(4))
                .tie("l");

        assertThat(tie).isEqualTo(new Recipient.Tie("l", T, T.plusSeconds(1)));
        assertThat(Recipient.unknown("p", "r").tie("l")).isNull();
        assertThat(Recipient.unknown("p", "r").wroteTo("l", T).inbounds()).isEqualTo(1);
    }

    private static RequestRecord record(Instant judgedAt, Instant decidedAt) {
        return new RequestRecord(
                "p", "r", Outcome.APPROVED, Outcome.APPROVED, null, 1, judgedAt, decidedAt, "l", "s", 1, null, 7);
    }

    @Test
    void openers_change_what_they_count_for_once_they_are_old_enough_and_once_they_are_too_old() {
        Duration grace = Duration.ofHours(1);
        Openers openers = Openers.none("p", "l")
                .opened(T, DAY)
                .opened(T.plusSeconds(5), DAY)
                .answered(T);

        assertThat(openers.changesAfter(T, DAY, grace))
                .containsExactly(
                        T.plus(grace),
                        T.plusSeconds(5).plus(grace),
                        T.plus(DAY),
                        T.plusSeconds(5).plus(DAY));
        assertThat(openers.changesAfter(T.plus(grace), DAY, grace)).hasSize(3).doesNotContain(T.plus(grace));
        assertThat(openers.changesAfter(T.plusSeconds(5).plus(DAY), DAY, grace)).isEmpty();
    }
}
