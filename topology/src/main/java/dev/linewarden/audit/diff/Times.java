package dev.linewarden.audit.diff;

import dev.linewarden.policy.Spelling;
import java.time.Duration;

/** Durations and counts as a gist says them. */
final class Times {

    private Times() {}

    static String inWords(Duration duration) {
        return duration.isZero() ? "right" : Spelling.of(duration);
    }
}
