package dev.linewarden.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void real_time_is_left_as_it_is() {
        assertThat(Pace.REAL.at(NOW)).isEqualTo(NOW);
    }

    @Test
    void a_day_passes_in_ten_minutes_until_the_present_is_reached() {
        Pace pace = new Pace(NOW, NOW.minusSeconds(86_400), 144);

        assertThat(pace.at(NOW)).isEqualTo(NOW.minusSeconds(86_400));
        assertThat(pace.at(NOW.plusSeconds(60))).isEqualTo(NOW.minusSeconds(86_400 - 8640));
        assertThat(pace.at(NOW.plusSeconds(700))).isEqualTo(NOW.plusSeconds(700));
    }

    @Test
    void times_are_whole_milliseconds_as_records_carry_them() {
        Pace pace = new Pace(NOW.plusNanos(1_234_567), NOW.minusSeconds(86_400).plusNanos(7_654_321), 144);

        assertThat(pace.at(NOW.plusSeconds(60)).getNano() % 1_000_000).isZero();
    }

    @Test
    void a_duration_is_as_many_times_longer_for_the_gate() {
        assertThat(new Pace(NOW, NOW, 144).over(Duration.ofSeconds(10))).isEqualTo(Duration.ofMinutes(24));
        assertThat(Pace.REAL.over(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void time_that_runs_ahead_of_the_broker_is_refused() {
        assertThatThrownBy(() -> new Pace(NOW, NOW.plusMillis(1), 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pace(NOW, NOW, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
