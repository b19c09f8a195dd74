package dev.linewarden.http;

import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One limit, now.
 *
 * @param booked by what waits for its time
 * @param limit null when it is not enforced
 * @param remaining what is neither used nor booked; null when there is no limit
 * @param nextFree when there is room again, by this limit alone: now, or later; null when no calendar or clock makes room
 */
record LimitView(
        int used,
        int booked,
        @Nullable Integer limit,
        @Nullable Integer remaining,
        @Nullable Instant nextFree) {

    // As far as the gate itself plans ahead.
    private static final int MOST_DAYS = 90;

    static LimitView of(int used, int booked, @Nullable Integer limit, @Nullable Instant nextFree) {
        return new LimitView(used, booked, limit, limit == null ? null : Math.max(0, limit - used - booked), nextFree);
    }

    /**
     * A limit of calendar days.
     *
     * @param taken what is used and booked on a day, by its epoch day
     */
    static LimitView ofDay(
            int used, int booked, @Nullable Integer limit, Instant now, ZoneId zone, LongUnaryOperator taken) {
        if (limit == null || used + booked < limit) {
            return of(used, booked, limit, now);
        }
        var day = now.atZone(zone).toLocalDate();
        for (int i = 0; i < MOST_DAYS; i++) {
            day = day.plusDays(1);
            if (taken.applyAsLong(day.toEpochDay()) < limit) {
                return of(used, booked, limit, day.atStartOfDay(zone).toInstant());
            }
        }
        return of(used, booked, limit, null);
    }

    boolean isSpent() {
        return remaining != null && remaining == 0;
    }
}
