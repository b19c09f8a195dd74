package dev.linewarden.core.rules;

import dev.linewarden.core.model.Policy.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
    static @Nullable Instant firstAwake(Instant from, List<WallClock> clocks, AwakeDays days) {
        Instant candidate = from;
        Instant horizon = from.plus(Duration.ofDays(DAYS_SEARCHED));
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = 0; i < clocks.size(); i++) {
                Instant awake = clocks.get(i).firstAwake(candidate, horizon, days);
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

    private @Nullable Instant firstAwake(Instant from, Instant horizon, AwakeDays days) {
        AwakeDays.Day day = days.of(this, from);
        Instant awake = day.firstAwake(from);
        while (awake == null && !day.end().isAfter(horizon)) {
            day = days.of(this, day.end());
            awake = day.firstAwake(from);
        }
        return awake == null || awake.isAfter(horizon) ? null : awake;
    }

    boolean isAwake(Instant at, AwakeDays days) {
        return at.equals(days.of(this, at).firstAwake(at));
    }

    /** Whether the whole day that the clock shows is kept closed. */
    boolean isClosed(Instant at) {
        return calendar.isClosed(LocalDate.ofInstant(at, zone));
    }
}
