package dev.linewarden.audit;

import dev.linewarden.policy.Spelling;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A key of a policy and the values that it may be moved to, each further from the present one than the one before. What a
 * value does is for the core to say; this knows only which way is looser.
 *
 * @param steps how many values there are
 * @param valueAt the value a number of steps away, from 1 to {@code steps}, as it would be written
 */
record Lever(String key, int steps, IntFunction<String> valueAt) {

    private static final int MOST = 100_000;
    private static final int HUNDREDTHS = 100;
    private static final int HALF_HOURS = 48;
    private static final int HALF_HOUR_MINUTES = 30;

    private enum Way {
        MORE,
        LONGER,
        SHORTER,
        LARGER_SHARE,
        SMALLER_SHARE,
        EARLIER,
        LATER
    }

    private record Moved(String key, Way way) {}

    private static final Map<String, List<Moved>> OF_RULES = Map.ofEntries(
            Map.entry(
                    "server-quota",
                    List.of(
                            new Moved("server-quota.limit", Way.MORE),
                            new Moved("server-quota.reserve-for-replies", Way.SMALLER_SHARE))),
            Map.entry("new-conversations", List.of(new Moved("new-conversations.limit", Way.MORE))),
            Map.entry(
                    "assignment",
                    List.of(
                            new Moved("assignment.no-new-users-at", Way.LARGER_SHARE),
                            new Moved("assignment.max-users-per-line", Way.MORE),
                            new Moved("new-conversations.limit", Way.MORE))),
            Map.entry(
                    "burst",
                    List.of(
                            new Moved("burst.max", Way.MORE),
                            new Moved("burst.max-outreach", Way.MORE),
                            new Moved("burst.min-gap", Way.SHORTER),
                            new Moved("burst.window", Way.SHORTER))),
            Map.entry(
                    "follow-ups",
                    List.of(
                            new Moved("follow-ups.max", Way.MORE),
                            new Moved("follow-ups.spacing", Way.SHORTER),
                            new Moved("follow-ups.monologue", Way.MORE))),
            Map.entry(
                    "quiet-hours",
                    List.of(
                            new Moved("quiet-hours.to", Way.EARLIER),
                            new Moved("quiet-hours.from", Way.LATER),
                            new Moved("quiet-hours.replies-within", Way.LONGER))),
            Map.entry(
                    "dialogue",
                    List.of(
                            new Moved("dialogue.min-openers", Way.MORE),
                            new Moved("dialogue.min-reply-rate", Way.SMALLER_SHARE),
                            new Moved("dialogue.backoff", Way.SHORTER))),
            Map.entry("loop", List.of(new Moved("loop.max", Way.MORE), new Moved("loop.pause", Way.SHORTER))),
            Map.entry("expiry", List.of(new Moved("deferral.max-wait", Way.LONGER))),
            Map.entry("duplicate", List.of(new Moved("duplicates.window", Way.SHORTER))));

    private static final Map<String, List<String[]>> WORDS_OF_RULES = Map.of(
            "server-quota", List.<String[]>of(new String[] {"server-quota.over", "defer"}),
            "consent", List.<String[]>of(new String[] {"consent.required", "false"}),
            "line", List.<String[]>of(new String[] {"flagged-line.home", "reassign"}),
            "first-message",
                    List.of(
                            new String[] {"first-message.links", "advise"},
                            new String[] {"first-message.media", "advise"}));

    /**
     * What a policy may loosen of a rule, the rule's mode last.
     *
     * @param settings the values in force, by key
     */
    static List<Lever> of(String rule, Map<String, String> settings) {
        List<Lever> levers = new ArrayList<>();
        for (Moved moved : OF_RULES.getOrDefault(rule, List.of())) {
            Lever lever = moved(moved, settings.get(moved.key()));
            if (lever != null) {
                levers.add(lever);
            }
        }
        for (String[] word : WORDS_OF_RULES.getOrDefault(rule, List.of())) {
            levers.add(new Lever(word[0], 1, step -> word[1]));
        }
        levers.add(new Lever(rule + ".mode", 1, step -> "observe"));
        return levers;
    }

    private static @Nullable Lever moved(Moved moved, @Nullable String value) {
        if (value == null || value.equals("null")) {
            return null;
        }
        return switch (moved.way()) {
            case MORE -> more(moved.key(), value);
            case LONGER -> new Lever(moved.key(), MOST, step -> longer(value, step));
            case SHORTER -> shorter(moved.key(), value);
            case LARGER_SHARE -> share(moved.key(), value, 1);
            case SMALLER_SHARE -> share(moved.key(), value, -1);
            case EARLIER -> new Lever(moved.key(), HALF_HOURS - 1, step -> clock(value, -step));
            case LATER -> new Lever(moved.key(), HALF_HOURS - 1, step -> clock(value, step));
        };
    }

    private static Lever more(String key, String value) {
        int present = Integer.parseInt(value);
        return new Lever(key, MOST, step -> Integer.toString(present + step));
    }

    private static String longer(String value, int hours) {
        Duration present = durationOf(value);
        return Spelling.of(present.plusHours(hours));
    }

    private static Lever shorter(String key, String value) {
        Duration present = durationOf(value);
        Duration step = present.compareTo(Duration.ofHours(1)) > 0
                ? Duration.ofMinutes(HALF_HOUR_MINUTES)
                : Duration.ofMillis(HUNDREDTHS);
        int steps = (int) Math.max(1, present.dividedBy(step));
        return new Lever(key, steps, count -> {
            Duration left = present.minus(step.multipliedBy(count));
            return Spelling.of(left.isNegative() ? Duration.ZERO : left);
        });
    }

    private static Duration durationOf(String value) {
        Duration duration = Spelling.duration(value);
        return duration == null ? Duration.ZERO : duration;
    }

    private static Lever share(String key, String value, int sign) {
        int present = (int) Math.round(Double.parseDouble(value) * HUNDREDTHS);
        int steps = sign > 0 ? HUNDREDTHS - present : present;
        return new Lever(
                key, Math.max(0, steps), step -> Double.toString((present + sign * step) / (double) HUNDREDTHS));
    }

    private static String clock(String value, int halfHours) {
        return LocalTime.parse(value)
                .plusMinutes((long) halfHours * HALF_HOUR_MINUTES)
                .toString();
    }
}
