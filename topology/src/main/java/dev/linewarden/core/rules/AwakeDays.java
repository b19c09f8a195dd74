package dev.linewarden.core.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * When a wall clock's days begin, end and are awake, of the days that are asked about lately. A pool asks about this day and the next
 * mornings of a few zones, over and over; to find one out takes a dozen dates and offsets.
 *
 * <p>A hint and no state. Only plain days are kept, with no change of the clock near them: others are found out each time. Not
 * thread-safe.
 */
final class AwakeDays {

    private static final int MOST = 128;
    private static final long HALF_A_DAY = 43_200;

    private final @Nullable Day[] places = new Day[MOST];

    /**
     * One day on one clock. Awake from {@code wake} to {@code sleep}, or before {@code sleep} and from {@code wake} on when quiet
     * lies in the middle of the day.
     *
     * @param start its first instant
     * @param end the first of the next day
     * @param closed whether nobody is awake all day
     */
    record Day(
            WallClock clock,
            Instant start,
            Instant end,
            Instant sleep,
            Instant wake,
            boolean isQuietAtNight,
            boolean closed) {

        static Day of(WallClock clock, LocalDate date) {
            ZoneId zone = clock.zone();
            LocalTime quietFrom = clock.calendar().from(date.getDayOfWeek());
            LocalTime quietTo = clock.calendar().to(date.getDayOfWeek());
            Instant start = date.atStartOfDay(zone).toInstant();
            Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
            return new Day(
                    clock,
                    start,
                    end,
                    instant(date, quietFrom, zone, end),
                    instant(date, quietTo, zone, end),
                    quietTo.isBefore(quietFrom),
                    clock.calendar().isClosed(date));
        }

        private static Instant instant(LocalDate date, LocalTime time, ZoneId zone, Instant end) {
            Instant instant = ZonedDateTime.of(date, time, zone).toInstant();
            return instant.isAfter(end) ? end : instant;
        }

        /** The first awake instant of the day that is not before {@code from}; null when it holds none. */
        @Nullable
        Instant firstAwake(Instant from) {
            if (closed) {
                return null;
            }
            if (isQuietAtNight) {
                return within(from, wake, sleep);
            }
            Instant early = within(from, start, sleep);
            return early != null ? early : within(from, wake, end);
        }

        private static @Nullable Instant within(Instant from, Instant start, Instant end) {
            Instant first = from.isAfter(start) ? from : start;
            return first.isBefore(end) ? first : null;
        }

        /** Whether every instant from its start to its end is of this date: not so where a clock is set back over midnight. */
        private boolean isPlain() {
            ZoneOffsetTransition next = clock.zone().getRules().nextTransition(start.minusSeconds(2 * HALF_A_DAY));
            return next == null || next.getInstant().isAfter(end.plusSeconds(2 * HALF_A_DAY));
        }

        private boolean holds(Instant at) {
            return !at.isBefore(start) && at.isBefore(end);
        }
    }

    /** The day that the clock shows at that time. */
    Day of(WallClock clock, Instant at) {
        int place = place(clock, at);
        Day known = places[place];
        if (known != null && known.holds(at) && known.clock.equals(clock)) {
            return known;
        }
        Day day = Day.of(clock, LocalDate.ofInstant(at, clock.zone()));
        if (day.isPlain()) {
            places[place] = day;
        }
        return day;
    }

    private static int place(WallClock clock, Instant at) {
        // A day lies on two or three places, and two days of one clock on none in common.
        long half = Math.floorDiv(at.getEpochSecond(), HALF_A_DAY);
        return (clock.zone().hashCode() * 31 + Long.hashCode(half)) & (MOST - 1);
    }
}
