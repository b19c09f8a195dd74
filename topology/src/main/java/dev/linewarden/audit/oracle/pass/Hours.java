package dev.linewarden.audit.oracle.pass;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When people are left alone.
 *
 * @param from when quiet begins; {@code to} when it ends
 * @param days what is otherwise on a weekday
 */
record Hours(LocalTime from, LocalTime to, Map<DayOfWeek, Day> days, Set<LocalDate> holidays) {

    static final Hours DEFAULT = new Hours(LocalTime.of(21, 0), LocalTime.of(8, 0), Map.of(), Set.of());

    /** A weekday of its own; null for what is as on other days. */
    record Day(@Nullable LocalTime from, @Nullable LocalTime to, boolean closed) {}

    /** What the text says; what it does not say is as in {@code otherwise}. */
    static Hours of(PolicyText text, Hours otherwise) {
        return new Hours(
                text.time("from", otherwise.from()),
                text.time("to", otherwise.to()),
                text.has("days") ? days(text.section("days")) : otherwise.days(),
                text.dates("holidays", otherwise.holidays()));
    }

    private static Map<DayOfWeek, Day> days(PolicyText days) {
        Map<DayOfWeek, Day> all = new EnumMap<>(DayOfWeek.class);
        for (String name : days.keys()) {
            PolicyText day = days.section(name);
            all.put(
                    DayOfWeek.valueOf(name),
                    new Day(
                            day.has("from") ? day.time("from", LocalTime.MIN) : null,
                            day.has("to") ? day.time("to", LocalTime.MIN) : null,
                            days.text(name, "").equals("closed")));
        }
        return all;
    }

    /**
     * Whether it is quiet at that time in the zone. What begins or ends within an hour that clocks skip does so as much later
     * as they jump.
     */
    boolean isQuiet(long at, ZoneId zone) {
        ZonedDateTime local = Instant.ofEpochMilli(at).atZone(zone);
        LocalDate date = local.toLocalDate();
        Day day = days.get(date.getDayOfWeek());
        if ((day != null && day.closed()) || holidays.contains(date)) {
            return true;
        }
        LocalTime begins = day == null || day.from() == null ? from : day.from();
        LocalTime ends = day == null || day.to() == null ? to : day.to();
        long sleep = ZonedDateTime.of(date, begins, zone).toInstant().toEpochMilli();
        long wake = ZonedDateTime.of(date, ends, zone).toInstant().toEpochMilli();
        return ends.isBefore(begins) ? at < wake || at >= sleep : at >= sleep && at < wake;
    }
}
