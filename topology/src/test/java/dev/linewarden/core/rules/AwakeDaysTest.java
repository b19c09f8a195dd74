package dev.linewarden.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Days that are remembered are the days that would be found out. */
class AwakeDaysTest {

    // Clocks that are set at midnight, by half an hour, over a whole day, one minute past midnight, and never.
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("America/New_York"),
            ZoneId.of("Asia/Beirut"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("America/Havana"),
            ZoneId.of("Asia/Kolkata"));
    private static final List<Calendar> CALENDARS =
            List.of(calendar("21:00", "08:00"), calendar("12:00", "14:00"), calendar("23:30", "00:30"));

    private static Calendar calendar(String from, String to) {
        return new Calendar(LocalTime.parse(from), LocalTime.parse(to), Map.of(), Set.of(LocalDate.of(2010, 11, 7)));
    }

    @Test
    void a_day_is_the_same_whether_it_is_remembered_or_not() {
        AwakeDays remembering = new AwakeDays();
        Random random = new Random(3);
        Instant at = Instant.parse("2010-01-01T00:00:00Z");
        // Two years of which each hour is looked at several times, on clocks that are mixed up.
        for (int i = 0; i < 100_000; i++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(22)));
            WallClock clock = new WallClock(
                    ZONES.get(random.nextInt(ZONES.size())), CALENDARS.get(random.nextInt(CALENDARS.size())));

            assertThat(remembering.of(clock, at))
                    .isEqualTo(AwakeDays.Day.of(clock, LocalDate.ofInstant(at, clock.zone())));
        }
    }

    @Test
    void what_was_asked_lately_is_not_found_out_again() {
        AwakeDays days = new AwakeDays();
        WallClock clock = new WallClock(ZONES.get(0), CALENDARS.get(0));
        Instant noon = Instant.parse("2010-01-05T17:00:00Z");

        assertThat(days.of(clock, noon)).isSameAs(days.of(clock, noon.plusSeconds(60)));
    }
}
