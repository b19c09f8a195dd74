package dev.linewarden.cli;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.policy.Spelling;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Options that are times, or how long something goes on from now. */
final class TimeOption {

    private TimeOption() {}

    /** The time that was said with the option; null when it was left out. */
    static @Nullable Instant read(String option, @Nullable String text) {
        try {
            return text == null ? null : AvroJson.time(text);
        } catch (DateTimeException noTime) {
            throw Problem.usage(option + " '" + text + "' is not a time such as 2026-03-02T18:00:00Z");
        }
    }

    /** That a stretch of time holds any: of what was left out nothing is asked. */
    static void requireBefore(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw Problem.usage("--from " + from + " is not before --to " + to);
        }
    }

    /** The same of a time that is still to come. */
    static @Nullable Instant ahead(String option, @Nullable String text, Instant now) {
        Instant time = read(option, text);
        if (time != null && !time.isAfter(now)) {
            throw Problem.usage(option + " " + text + " has passed");
        }
        return time;
    }

    /**
     * How long something goes on that was said with the option.
     *
     * @param examples two that are likely, for who wrote none
     */
    static Duration length(String option, String text, String examples) {
        Duration length = Spelling.span(text);
        if (length == null) {
            throw Problem.usage(option + " '" + text + "' is not a duration such as " + examples + ", of at most 365d");
        }
        return length;
    }
}
