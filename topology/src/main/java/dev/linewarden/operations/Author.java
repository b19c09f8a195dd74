package dev.linewarden.operations;

import org.jspecify.annotations.Nullable;

/**
 * Who does something, and why.
 *
 * @param name a login, or the user of the machine on which a verb runs
 * @param via through what: {@link #HTTP}, {@link #COMMAND_LINE}, or {@link #GATE} for what the gate does by itself
 * @param reason in the author's words; null when none was given
 */
public record Author(String name, String via, @Nullable String reason) {

    public static final String HTTP = "http";
    public static final String COMMAND_LINE = "command line";
    public static final String GATE = "gate";

    /** The longest reason that is kept, in characters: it is to be read in a table. */
    public static final int LONGEST_REASON = 1_000;

    public Author {
        if (reason != null) {
            reason = reason.isBlank() ? null : cut(reason.strip());
        }
    }

    private static String cut(String reason) {
        return reason.codePointCount(0, reason.length()) <= LONGEST_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, LONGEST_REASON - 1)) + "…";
    }
}
