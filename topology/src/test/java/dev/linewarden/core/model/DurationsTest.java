package dev.linewarden.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT5M, 5 minutes",
        "PT1M, 1 minute",
        "PT1H30M, 1 hour 30 minutes",
        "PT10M2.005S, 10 minutes 2 seconds",
        "PT49H0M7S, 2 days 1 hour",
        "PT0.25S, 250 milliseconds",
        "PT0S, 0 milliseconds",
        "PT-10M, 10 minutes"
    })
    void a_duration_is_said_in_its_largest_two_units(Duration duration, String words) {
        assertThat(Durations.inWords(duration)).isEqualTo(words);
    }
}
