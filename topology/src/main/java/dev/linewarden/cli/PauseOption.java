package dev.linewarden.cli;

import dev.linewarden.schemas.LineStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a pause ends by itself. */
final class PauseOption {

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
        return span == null
                ? TimeOption.ahead("--until", until, now)
                : now.plus(TimeOption.length("--for", span, "30m or 2h"));
    }
}
