package dev.linewarden.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Something that the user has to know, in one line that says what to do. Ends the command. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int FOUND_WRONG = 1;
    static final int WRONG_USAGE = 2;

    private final int exitCode;

    private Problem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command did its work and found something wrong, or could not do it. */
    static Problem found(String message) {
        return new Problem(FOUND_WRONG, message);
    }

    /** The command was called wrongly. */
    static Problem usage(String message) {
        return new Problem(WRONG_USAGE, message);
    }

    /**
     * Demands a file that can be read.
     *
     * @param named what leads its name in the message, as in "--events "; empty for nothing
     */
    static void requireReadable(String named, Path file) {
        if (!Files.isReadable(file)) {
            throw usage("cannot read " + named + file + ": no such file");
        }
    }

    int exitCode() {
        return exitCode;
    }
}
