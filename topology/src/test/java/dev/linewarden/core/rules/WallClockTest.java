package dev.linewarden.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.Policy.Calendar;
import dev.linewarden.core.model.Policy.Calendar.Day;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WallClockTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> ZONES = List.of(
            "America/New_York",
            "America/Chicago",
            "America/Phoenix",
            "America/Los_Angeles",
            "Pacific/Honolulu",
            "America/St_Johns",
            "Europe/Paris",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "Pacific/Kiritimati");

    private final AwakeDays days = new AwakeDays();

    /**
     * Two calendars, one inside the other.
     *
     * @param lax awake whenever the strict one is
     */
    record Nested(Calendar lax, Calendar strict) {}

    @Property(tries = 2000)
    void stricter_hours_never_release_sooner(
            @ForAll("nested") List<Nested> calendars,
            @ForAll("zones") List<ZoneId> zones,
            @ForAll @IntRange(max = 2 * 365 * 24 * 60) int minutes) {
        Instant at = START.plus(Duration.ofMinutes(minutes));
        List<WallClock> lax = new ArrayList<>();
        List<WallClock> strict = new ArrayList<>();
        for (int i = 0; i < calendars.size(); i++) {
            lax.add(new WallClock(zones.get(i % zones.size()), calendars.get(i).lax()));
            strict.add(
                    new WallClock(zones.get(i % zones.size()), calendars.get(i).strict()));
        }
        Instant early = WallClock.firstAwake(at, lax, days);
        Instant late = WallClock.firstAwake(at, strict, days);
        if (late != null) {
            assertThat(early).isNotNull().isBeforeOrEqualTo(late);
            assertThat(strict).allMatch(clock -> clock.isAwake(late, days));
            assertThat(lax).allMatch(clock -> clock.isAwake(late, days));
        }
    }

    @Property(tries = 300)
    void one_more_clock_never_releases_sooner(
            @ForAll("nested") List<Nested> calendars,
            @ForAll("zones") List<ZoneId> zones,
            @ForAll @IntRange(max = 2 * 365 * 24 * 60) int minutes) {
        Instant at = START.plus(Duration.ofMinutes(minutes));
        List<WallClock> clocks = new ArrayList<>();
        Instant before = at;
        for (ZoneId zone : zones) {
            clocks.add(new WallClock(
                    zone, calendars.get(clocks.size() % calendars.size()).lax()));
            Instant awake = WallClock.firstAwake(at, clocks, days);
            if (awake == null) {
                return;
            }
            assertThat(awake).isAfterOrEqualTo(before);
            before = awake;
        }
    }

    @Test
    void a_closed_day_and_the_holidays_beside_it_wait_for_the_next_open_morning() {
        Calendar calendar = new Calendar(
                LocalTime.of(20, 0),
                LocalTime.of(8, 0),
                Map.of(DayOfWeek.SATURDAY, Day.CLOSED, DayOfWeek.SUNDAY, Day.CLOSED),
                Set.of(LocalDate.parse("2026-12-24"), LocalDate.parse("2026-12-25"), LocalDate.parse("2026-12-28")));
        List<WallClock> clocks = List.of(new WallClock(NEW_YORK, calendar));

        assertThat(WallClock.firstAwake(Instant.parse("2026-12-24T00:59:59.999Z"), clocks, days))
                .isEqualTo("2026-12-24T00:59:59.999Z");
        assertThat(WallClock.firstAwake(Instant.parse("2026-12-24T01:00:00Z"), clocks, days))
                .isEqualTo("2026-12-29T13:00:00Z");
        assertThat(WallClock.firstAwake(Instant.parse("2026-12-29T12:59:59.999Z"), clocks, days))
                .isEqualTo("2026-12-29T13:00:00Z");
    }

    @Test
    void clocks_that_are_never_awake_together_have_no_first_moment() {
        Calendar short_ = new Calendar(LocalTime.of(12, 0), LocalTime.of(9, 0), Map.of(), Set.of());

        assertThat(WallClock.firstAwake(
                        START,
                        List.of(new WallClock(NEW_YORK, short_), new WallClock(ZoneId.of("Asia/Tokyo"), short_)),
                        days))
                .isNull();
    }

    @Test
    void what_is_closed_for_longer_than_the_search_looks_has_no_first_moment() {
        Set<LocalDate> closed = new HashSet<>();
        LocalDate first = LocalDate.parse("2026-01-01");
        for (int day = 0; day < WallClock.DAYS_SEARCHED; day++) {
            closed.add(first.plusDays(day));
        }
        Instant from = Instant.parse("2026-01-01T13:00:00Z");
        List<WallClock> clocks = List.of(new WallClock(
                ZoneId.of("UTC"), new Calendar(LocalTime.of(21, 0), LocalTime.of(8, 0), Map.of(), closed)));
        assertThat(WallClock.firstAwake(from, clocks, days)).isEqualTo("2026-04-01T08:00:00Z");
        closed.add(first.plusDays(WallClock.DAYS_SEARCHED));
        assertThat(WallClock.firstAwake(from, clocks, days)).isNull();
    }

    @Provide
    Arbitrary<List<ZoneId>> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of).list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Nested>> nested() {
        Arbitrary<Integer> evening = Arbitraries.integers().between(16 * 60, 23 * 60);
        Arbitrary<Integer> morning = Arbitraries.integers().between(5 * 60, 12 * 60);
        Arbitrary<Integer> less = Arbitraries.integers().between(0, 119);
        Arbitrary<Set<DayOfWeek>> days = Arbitraries.of(DayOfWeek.class).set().ofMaxSize(2);
        Arbitrary<Set<LocalDate>> dates = Arbitraries.integers()
                .between(0, 800)
                .map(day -> LocalDate.parse("2026-01-01").plusDays(day))
                .set()
                .ofMaxSize(8);
        return Combinators.combine(evening, morning, less, less, days, days, dates, dates)
                .as(WallClockTest::nest)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Nested nest(
            int evening,
            int morning,
            int earlier,
            int later,
            Set<DayOfWeek> closed,
            Set<DayOfWeek> alsoClosed,
            Set<LocalDate> holidays,
            Set<LocalDate> more) {
        Set<DayOfWeek> allClosed = new HashSet<>(closed);
        allClosed.addAll(alsoClosed);
        Set<LocalDate> allHolidays = new HashSet<>(holidays);
        allHolidays.addAll(more);
        return new Nested(
                calendar(evening, morning, closed, holidays),
                calendar(evening - earlier, morning + later, allClosed, allHolidays));
    }

    private static Calendar calendar(int evening, int morning, Set<DayOfWeek> closed, Set<LocalDate> holidays) {
        Map<DayOfWeek, Day> days = new HashMap<>();
        closed.forEach(day -> days.put(day, Day.CLOSED));
        return new Calendar(
                LocalTime.MIDNIGHT.plusMinutes(evening), LocalTime.MIDNIGHT.plusMinutes(morning), days, holidays);
    }
}
