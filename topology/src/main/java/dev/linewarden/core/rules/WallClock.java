package dev.linewarden.core.rules;

import dev.linewarden.core.model.Policy.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clock on a recipient's wall and the calendar that hangs beside it: together they say when somebody is awake.
 *
 * <p>The first moment at which all of several clocks are awake never comes sooner when a calendar grows stricter or a clock
 * is added: it is the least instant at or after the given one that lies in every calendar's awake time.
 */
record WallClock(ZoneId zone, Calendar calendar) {

    // Longer than any row of closed days and holidays that people keep, and longer than what is left of a season:
    // clocks
    // that never agree within it are taken to never agree.
    static final int DAYS_SEARCHED = 90;

    /** The first time at or after {@code from} when every clock says awake; null when there is none. */
    static @Nullable Instant firstAwake(Instant from, List<WallClock> clocks) {
        Instant candidate = from;
        Instant horizon = from.plus(Duration.ofDays(DAYS_SEARCHED));
        boolean moved = true;
        while (moved) {
            moved = false;
            for (WallClock clock : clocks) {
                Instant awake = clock.firstAwake(candidate, horizon);
                if (awake == null) {
                    return null;
                }
                if (awake.isAfter(candidate)) {
                    candidate = awake;
                    moved = true;
                }
            }
        }
        return candidate;
    }

    private @Nullable Instant firstAwake(Instant from, Instant horizon) {
        LocalDate date = LocalDate.ofInstant(from, zone);
        LocalDate last = LocalDate.ofInstant(horizon, zone);
        for (; !date.isAfter(last); date = date.plusDays(1)) {
            Instant awake = firstAwakeOn(date, from);
            if (awake != null) {
                return awake.isAfter(horizon) ? null : awake;
            }
        }
        return null;
    }

    boolean isAwake(Instant at) {
        return at.equals(firstAwakeOn(LocalDate.ofInstant(at, zone), at));
    }

    /** Whether the whole day that the clock shows is kept closed. */
    boolean isClosed(Instant at) {
        return calendar.isClosed(LocalDate.ofInstant(at, zone));
    }

    /** The first awake instant of the date that is not before {@code from}; null when the date holds none. */
    private @Nullable Instant firstAwakeOn(LocalDate date, Instant from) {
        if (calendar.isClosed(date)) {
            return null;
        }
        LocalTime quietFrom = calendar.from(date.getDayOfWeek());
        LocalTime quietTo = calendar.to(date.getDayOfWeek());
        Instant midnight = date.atStartOfDay(zone).toInstant();
        Instant end = date.plusDays(1).atStartOfDay(zone).toInstant();
        Instant sleep = instant(date, quietFrom, end);
        Instant wake = instant(date, quietTo, end);
        if (quietTo.isBefore(quietFrom)) {
            return within(from, wake, sleep);
        }
        // Quiet in the middle of the day: awake before and after it.
        Instant early = within(from, midnight, sleep);
        return early != null ? early : within(from, wake, end);
    }

    private Instant instant(LocalDate date, LocalTime time, Instant end) {
        Instant instant = ZonedDateTime.of(date, time, zone).toInstant();
        return instant.isAfter(end) ? end : instant;
    }

    private static @Nullable Instant within(Instant from, Instant start, Instant end) {
        Instant first = from.isAfter(start) ? from : start;
        return first.isBefore(end) ? first : null;
    }
}
