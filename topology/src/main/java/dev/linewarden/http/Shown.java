package dev.linewarden.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as pages show them: the same everywhere, so that a number is found again. Public for templates. */
public final class Shown {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS zzz", Locale.ENGLISH);
    private static final DateTimeFormatter LATER = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);
    // A sign and a word: no state is told by its colour alone.
    private static final Map<String, String> SIGNS = Map.of(
            "ACTIVE",
            "●",
            "PAUSED",
            "‖",
            "FLAGGED",
            "⚑",
            "RETIRED",
            "✕",
            "APPROVED",
            "✓",
            "DEFERRED",
            "…",
            "REJECTED",
            "✕",
            "OPTED_IN",
            "✓",
            "OPTED_OUT",
            "✕");

    private final Instant now;
    private final ZoneId zone;

    Shown(Instant now) {
        this(now, ZoneOffset.UTC);
    }

    /** Values by a clock in that zone. */
    Shown(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A number with thousands apart. */
    public String number(@Nullable Object number) {
        return number == null ? "–" : String.format(Locale.ROOT, "%,d", ((Number) number).longValue());
    }

    /** A share as a percentage. */
    public String percent(@Nullable Object share) {
        return share == null ? "–" : Math.round(((Number) share).doubleValue() * 100) + " %";
    }

    /** The width of a bar, at most all of it. */
    public String width(@Nullable Object part, @Nullable Object whole) {
        double share = part == null || whole == null || ((Number) whole).doubleValue() == 0
                ? 0
                : ((Number) part).doubleValue() / ((Number) whole).doubleValue();
        return String.format(Locale.ROOT, "%.2f%%", 100 * Math.max(0, Math.min(1, share)));
    }

    /** A time: of today with its seconds, else with its day. */
    public String time(@Nullable Object iso) {
        if (iso == null) {
            return "–";
        }
        var at = Instant.parse(iso.toString()).atZone(zone);
        boolean isToday = at.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (isToday ? TODAY : LATER).format(at);
    }

    /** A time in full. */
    public String moment(@Nullable Object iso) {
        return iso == null ? "–" : WHOLE.format(Instant.parse(iso.toString()).atZone(zone));
    }

    /** How far a time is from now, in words. */
    public String distance(@Nullable Object iso) {
        if (iso == null) {
            return "";
        }
        Duration until = Duration.between(now, Instant.parse(iso.toString()));
        if (until.abs().toSeconds() < 1) {
            return "now";
        }
        String length = length(until.abs());
        return until.isNegative() ? length + " ago" : "in " + length;
    }

    private static String length(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " d";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    /** When there is room: now, or a time. */
    public String free(@Nullable Object iso) {
        return iso == null ? "not by itself" : Instant.parse(iso.toString()).isAfter(now) ? time(iso) : "now";
    }

    /** A state with its sign. */
    public String state(Object name) {
        String word = name.toString();
        return SIGNS.getOrDefault(word, "") + " " + words(word);
    }

    /** How grave an alert is, with its sign. */
    public String severity(Object name) {
        String word = name.toString();
        return switch (word) {
            case "CRITICAL" -> "▲ critical";
            case "WARNING" -> "△ warning";
            default -> "○ " + word.toLowerCase(Locale.ROOT);
        };
    }

    /** A name of ours in words. */
    public String words(@Nullable Object name) {
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A part of an address. */
    public String url(Object text) {
        return java.net.URLEncoder.encode(text.toString(), java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
