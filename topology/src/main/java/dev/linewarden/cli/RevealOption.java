package dev.linewarden.cli;

import dev.linewarden.contract.Reveals;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Handles and texts are shown to whoever asks for them, and that they were is logged. */
final class RevealOption {

    @Option(
            names = "--reveal",
            description = "Show handles and messages, which are masked otherwise. That they were shown is logged in"
                    + " reveals.log in the cache directory.")
    private boolean reveal;

    /** Whether it was given. */
    boolean isAsked() {
        return reveal;
    }

    /**
     * Whether to show them; notes it first.
     *
     * @param what of what: a request, a query
     * @throws Problem when it cannot be noted: then nothing is shown
     */
    boolean reveals(CommandLine command, @Nullable Path cache, String what) {
        if (!reveal) {
            return false;
        }
        Path log = CacheDirectory.of(cache).resolve("reveals.log");
        try {
            new Reveals(log).note(command.getCommandName(), what);
        } catch (UncheckedIOException unwritable) {
            throw Problem.found("nothing is revealed, because it cannot be logged in " + log + " ("
                    + unwritable.getMessage() + "): set LINEWARDEN_CACHE to a directory that can be written");
        }
        Linewarden.print(command, "handles and texts are revealed; logged in " + log);
        return true;
    }
}
