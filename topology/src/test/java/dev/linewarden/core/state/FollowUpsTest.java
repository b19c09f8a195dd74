package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FollowUpsTest {

    private static final Instant NOON = Instant.parse("2026-03-05T12:00:00Z");
    private static final FollowUps NONE = FollowUps.none("pool", "r@example.com");

    @Test
    void an_answer_is_one_turn_however_many_messages_it_has() {
        FollowUps answer = NONE.answering(NOON, "a").answering(NOON.plusSeconds(60), "b");

        assertThat(NONE.unanswered()).isZero();
        assertThat(NONE.latestTurn()).isNull();
        assertThat(answer.unanswered()).isEqualTo(1);
        assertThat(answer.latestTurn()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void what_is_sent_after_an_answer_is_the_next_turn_and_the_latest() {
        Instant later = NOON.plusSeconds(86_400);
        FollowUps sent = NONE.answering(NOON, "a").sent(later, false, "b").sent(later.plusSeconds(5), true, "c");

        assertThat(sent.unanswered()).isEqualTo(2);
        assertThat(sent.latestTurn()).isEqualTo(later);
    }
}
