package dev.linewarden.cli;

import dev.linewarden.policy.Spelling;
import dev.linewarden.schemas.LineStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a pause ends by itself. */
final class PauseOption {

    private static final Duration LONGEST = Duration.ofDays(365);

    @Option(names = "--until", paramLabel = "TIME", description = "When a PAUSED line returns by itself.")
    private @Nullable String until;

    @Option(names = "--for", paramLabel = "DURATION", description = "The same as a duration, as in 30m or 2h.")
    private @Nullable String span;

    /**
     * The end of the pause; null for one that lasts until somebody ends it.
     *
     * @throws Problem for an end without a pause, one that has passed, or two of them
     */
    @Nullable
    Instant end(Instant now, LineStatus status) {
        if (until == null && span == null) {
            return null;
        }
        if (status != LineStatus.PAUSED || (until != null && span != null)) {
            throw Problem.usage("say --until or --for, one of them, and with PAUSED alone: other states end when"
                    + " somebody reports so");
        }
        Instant end = until != null ? TimeOption.read("--until", until) : now.plus(length(String.valueOf(span)));
        if (end == null || !end.isAfter(now)) {
            throw Problem.usage("--until " + until + " has passed");
        }
        return end;
    }

    private static Duration length(String span) {
        Duration length = Spelling.duration(span);
        if (length == null || length.isZero() || length.isNegative() || length.compareTo(LONGEST) > 0) {
            throw Problem.usage("--for '" + span + "' is not a duration such as 30m or 2h, of at most 365d");
        }
        return length;
    }
}
