package dev.linewarden.core.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as people say them, for messages. */
public final class Durations {

    private static final int SAID = 2;

    private Durations() {}

    /** The largest two units that are not zero, as in "1 hour 30 minutes"; below a second, milliseconds. */
    public static String inWords(Duration duration) {
        Duration span = duration.abs();
        List<String> parts = new ArrayList<>();
        add(parts, span.toDaysPart(), "day");
        add(parts, span.toHoursPart(), "hour");
        add(parts, span.toMinutesPart(), "minute");
        add(parts, span.toSecondsPart(), "second");
        if (parts.isEmpty()) {
            return counted(span.toMillisPart(), "millisecond");
        }
        return String.join(" ", parts.subList(0, Math.min(SAID, parts.size())));
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number != 0) {
            parts.add(counted(number, unit));
        }
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
