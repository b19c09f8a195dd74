package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Policy.Loop THREE_A_MINUTE = new Policy.Loop(Duration.ofMinutes(1), 3, Duration.ofHours(1));

    private static Exchange of(int... seconds) {
        Exchange exchange = Exchange.NONE;
        for (int second : seconds) {
            exchange = exchange.with(NOON.plusSeconds(second), THREE_A_MINUTE);
        }
        return exchange;
    }

    @Test
    void one_more_goes_while_there_are_fewer_than_the_most_and_nothing_paused() {
        assertThat(of(0, 1).freeAt(NOON.plusSeconds(2), THREE_A_MINUTE)).isEqualTo(NOON.plusSeconds(2));
        assertThat(of(0, 1, 2).freeAt(NOON.plusSeconds(60), THREE_A_MINUTE)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void with_the_most_in_the_window_the_next_goes_after_the_pause() {
        assertThat(of(0, 1, 2).freeAt(NOON.plusSeconds(3), THREE_A_MINUTE))
                .isEqualTo(NOON.plusSeconds(2).plus(Duration.ofHours(1)));
    }

    @Test
    void with_a_pause_shorter_than_the_window_the_next_goes_when_the_window_has_room() {
        Policy.Loop brief = new Policy.Loop(Duration.ofMinutes(1), 3, Duration.ofSeconds(1));

        assertThat(of(0, 1, 2).freeAt(NOON.plusSeconds(3), brief)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_loop_is_over_when_its_pause_is() {
        Exchange looping = of(0, 1).looping();

        Instant over = NOON.plusSeconds(1).plus(Duration.ofHours(1));
        assertThat(looping.freeAt(over.minusMillis(1), THREE_A_MINUTE)).isEqualTo(over);
        assertThat(looping.freeAt(over, THREE_A_MINUTE)).isEqualTo(over);
        assertThat(looping.looping()).isSameAs(looping);
    }

    @Test
    void a_message_that_comes_late_stands_at_its_time() {
        assertThat(of(5, 1, 3).packed()).isSorted();
        assertThat(of(5, 1, 3)).isEqualTo(of(1, 3, 5));
    }

    @Test
    void two_are_the_same_by_their_times_whether_they_loop_and_when_it_was_told() {
        assertThat(of(1, 2)).isEqualTo(of(1, 2)).hasSameHashCodeAs(of(1, 2));
        assertThat(of(1, 2)).isNotEqualTo(of(1, 3));
        assertThat(of(1, 2)).isNotEqualTo(of(1, 2).looping());
        assertThat(of(1, 2)).isNotEqualTo(of(1, 2).told(3));
        assertThat(of(1, 2).hashCode()).isNotEqualTo(of(1, 3).hashCode());
        assertThat(of(1, 2).told(3).hashCode())
                .isEqualTo(of(1, 2).hashCode() - Long.hashCode(Exchange.NEVER) + Long.hashCode(3));
        assertThat(of(1, 2)).isNotEqualTo("an exchange");
    }

    @Test
    void times_that_lie_ahead_count_as_now() {
        Exchange exchange = of(0, 10, 20);

        assertThat(exchange.asOf(NOON.plusSeconds(20))).isSameAs(exchange);
        assertThat(exchange.asOf(NOON.plusSeconds(10))).isEqualTo(of(0, 10, 10));
        assertThat(Exchange.NONE.asOf(NOON)).isSameAs(Exchange.NONE);
    }
}
