package dev.linewarden.audit;

import org.jspecify.annotations.Nullable;

/**
 * One thing that, had it been otherwise, would have let a request pass: the core said so.
 *
 * @param kind what was changed
 * @param what in words
 * @param value what it was changed to
 * @param line the line that would have sent it
 */
public record Change(
        Kind kind, String what, String value, @Nullable String line) {

    /** What can be otherwise. */
    public enum Kind {
        NO_COMMAND,
        REQUEST,
        SUSPENSION,
        LINE,
        REPLY,
        LATER,
        POLICY
    }
}
