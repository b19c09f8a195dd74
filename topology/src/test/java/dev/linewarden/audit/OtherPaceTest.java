package dev.linewarden.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OtherPaceTest {

    @Test
    void a_gate_that_catches_up_with_the_present_has_a_pace_of_its_own() {
        assertThat(OtherPace.is(Duration.ofDays(27), Duration.ofDays(15))).isTrue();
        assertThat(OtherPace.is(Duration.ofDays(27), Duration.ofDays(27).minusMinutes(11)))
                .isTrue();
    }

    @Test
    void a_wrong_clock_has_not() {
        assertThat(OtherPace.is(Duration.ofDays(27), Duration.ofDays(27).plusSeconds(3)))
                .as("as wrong as ever")
                .isFalse();
        assertThat(OtherPace.is(Duration.ofDays(27), Duration.ofMillis(40)))
                .as("set right")
                .isFalse();
        assertThat(OtherPace.is(Duration.ofDays(-30), Duration.ofMillis(40)))
                .as("ran ahead, and stepped back")
                .isFalse();
    }
}
