package dev.linewarden.cli;

import dev.linewarden.contract.AvroJson;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Options that are times. */
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
}
