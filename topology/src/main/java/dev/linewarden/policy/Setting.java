package dev.linewarden.policy;

import org.jspecify.annotations.Nullable;

/**
 * One value of a policy.
 *
 * @param key the path of its key, as in {@code burst.window}
 * @param value as it would be written
 * @param otherwise the value that it has when it is not given
 * @param line where it is given, counted from 1; null when the default holds
 */
public record Setting(
        String key,
        String value,
        String otherwise,
        @Nullable Integer line) {}
