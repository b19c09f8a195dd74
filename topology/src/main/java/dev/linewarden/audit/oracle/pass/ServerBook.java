package dev.linewarden.audit.oracle.pass;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What one server sent, day by day. */
final class ServerBook {

    private static final int DAYS_KEPT = 4;

    final String name;
    final Seen seen = new Seen();
    private final Map<LocalDate, Integer> days = new HashMap<>();

    ServerBook(String name) {
        this.name = name;
    }

    int sentOn(LocalDate day) {
        return days.getOrDefault(day, 0);
    }

    void sent(LocalDate day) {
        days.merge(day, 1, Integer::sum);
        if (days.size() > DAYS_KEPT) {
            days.keySet().removeIf(old -> old.isBefore(day.minusDays(2)));
        }
    }

    /** A send of the day failed and does not count. */
    void givenBack(LocalDate day) {
        days.computeIfPresent(day, (same, count) -> count - 1);
    }

    void bringBack(LocalDate today) {
        bringBack(days, today);
    }

    /** What was counted on days that lie ahead of a clock that stepped back counts today. */
    static void bringBack(Map<LocalDate, Integer> days, LocalDate today) {
        int ahead = 0;
        for (Map.Entry<LocalDate, Integer> day : days.entrySet()) {
            ahead += day.getKey().isAfter(today) ? day.getValue() : 0;
        }
        days.keySet().removeIf(day -> day.isAfter(today));
        if (ahead > 0) {
            days.merge(today, ahead, Integer::sum);
        }
    }
}
