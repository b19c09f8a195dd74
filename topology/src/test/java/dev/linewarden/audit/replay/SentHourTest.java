package dev.linewarden.audit.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SentHourTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final SentHour hour = new SentHour();

    @Test
    void sends_of_the_last_hour_are_counted_and_those_that_would_be_held() {
        hour.sent(NOON, true);
        hour.sent(NOON.plusSeconds(10), true);
        hour.sent(NOON.plusSeconds(10), false);
        hour.sent(NOON.plusSeconds(20), true);
        hour.released(NOON.plusSeconds(10));

        assertThat(hour.sends()).isEqualTo(4);
        assertThat(hour.held()).isEqualTo(2);
        hour.forget(NOON.plusSeconds(3_605));
        assertThat(hour.sends()).isEqualTo(3);
        assertThat(hour.held()).isEqualTo(1);
    }

    @Test
    void what_is_released_when_its_hour_is_over_changes_nothing() {
        hour.sent(NOON, true);
        hour.sent(NOON.plusSeconds(4_000), true);
        hour.released(NOON);

        assertThat(hour.sends()).isEqualTo(1);
        assertThat(hour.held()).isEqualTo(1);
    }

    @Test
    void an_hour_has_3600_entries_however_much_is_sent() {
        for (int i = 0; i < 100_000; i++) {
            hour.sent(NOON.plusMillis(100L * i), i % 2 == 0);
        }

        assertThat(hour.size()).isLessThanOrEqualTo(3_601);
        assertThat(hour.sends()).isEqualTo(36_010);
        assertThat(hour.held()).isEqualTo(18_005);
    }
}
