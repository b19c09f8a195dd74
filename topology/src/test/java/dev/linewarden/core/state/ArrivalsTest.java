package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private static Arrivals at(Instant... times) {
        Arrivals arrivals = Arrivals.none("pool", "line-1");
        for (Instant time : times) {
            arrivals = arrivals.with(time);
        }
        return arrivals;
    }

    @Test
    void an_hour_is_sixty_minutes_the_one_asked_about_among_them() {
        Arrivals arrivals = at(NOON, NOON.plusSeconds(59), NOON.plus(Duration.ofMinutes(59)));

        assertThat(arrivals.inHourUntil(NOON.plus(Duration.ofMinutes(59)))).isEqualTo(3);
        assertThat(arrivals.inHourUntil(NOON.plus(Duration.ofMinutes(60)))).isEqualTo(1);
        assertThat(arrivals.inHourUntil(NOON)).isEqualTo(2);
        assertThat(arrivals.inHourUntil(NOON.minusSeconds(1))).isZero();
    }

    @Test
    void what_is_usual_is_the_average_of_the_hours_before_the_last_of_a_day_at_least() {
        Arrivals arrivals = at(NOON, NOON.plus(Duration.ofHours(1)));

        assertThat(arrivals.usualBefore(NOON.plus(Duration.ofHours(1)))).isZero();
        assertThat(arrivals.usualBefore(NOON.plus(Duration.ofHours(2)))).isEqualTo(1.0 / 24);
        assertThat(arrivals.usualBefore(NOON.plus(Duration.ofHours(3)))).isEqualTo(2.0 / 24);
        assertThat(arrivals.usualBefore(NOON.plus(Duration.ofHours(49)))).isEqualTo(2.0 / 48);
    }

    @Test
    void who_comes_a_second_time_in_an_hour_counts_in_it_whatever_came_in_between() {
        Arrivals arrivals = at(NOON.plus(Duration.ofHours(1)), NOON, NOON.plus(Duration.ofMinutes(61)));

        assertThat(arrivals.hours()).isSorted().hasSize(2);
        assertThat(arrivals.usualBefore(NOON.plus(Duration.ofHours(30)))).isEqualTo(3.0 / 29);
    }

    @Test
    void what_lies_ahead_of_the_clock_counts_as_of_now() {
        Instant now = NOON.plus(Duration.ofMinutes(45));
        Instant ahead = now.plus(Duration.ofMinutes(30));
        Arrivals arrivals = at(NOON.minus(Duration.ofHours(3)), now, ahead, ahead.plusSeconds(60));

        Arrivals then = (Arrivals) arrivals.asOf(now);

        assertThat(then.inHourUntil(now)).isEqualTo(3);
        assertThat(then.usualBefore(now.plus(Duration.ofHours(2)))).isEqualTo(4.0 / 24);
        assertThat(then.usualBefore(now.plus(Duration.ofHours(1)))).isEqualTo(1.0 / 24);
    }

    @Test
    void nothing_ahead_is_nothing_to_change() {
        Arrivals arrivals = at(NOON);

        assertThat(arrivals.asOf(NOON)).isSameAs(arrivals);
        assertThat(Arrivals.none("pool", "line-1").asOf(NOON).key()).isEqualTo(arrivals.key());
        // The same hour, and a minute that lies ahead in it.
        Arrivals later = at(NOON.plusSeconds(120));
        assertThat(((Arrivals) later.asOf(NOON)).inHourUntil(NOON)).isEqualTo(1);
    }

    @Test
    void what_no_question_reaches_is_let_go_of() {
        Arrivals arrivals = at(NOON, NOON.plus(Duration.ofHours(169)));
        assertThat(arrivals.hours()).hasSize(2);
        assertThat(arrivals.minutes()).hasSize(1);

        assertThat(at(NOON, NOON.plus(Duration.ofHours(170))).hours()).hasSize(1);
    }
}
