package dev.linewarden.policy;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How values are written in a policy. */
public final class Spelling {

    /** A duration, for those who describe it. */
    static final String DURATION_PATTERN = "[0-9]{1,9}(ms|s|m|h|d)";

    /** A time of day, for those who describe it. */
    static final String TIME_PATTERN = "[0-9]:[0-5][0-9]|([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final Duration LONGEST_SPAN = Duration.ofDays(365);

    private Spelling() {}

    static String plain(Object value) {
        return value.toString();
    }

    static String of(ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }

    static String of(LocalTime time) {
        return time.toString();
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In the largest unit that leaves no fraction; up to two days in hours, as people say. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0 && seconds > 3 * 86_400) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 60 ? seconds / 60 + "m" : seconds + "s";
    }

    /** How long something is to last that is ordered for a time, a year at most; null for what is no such duration. */
    public static @Nullable Duration span(String text) {
        Duration length = duration(text);
        return length == null || length.isZero() || length.compareTo(LONGEST_SPAN) > 0 ? null : length;
    }

    /** The duration that is written so, or null when it is none. */
    public static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
