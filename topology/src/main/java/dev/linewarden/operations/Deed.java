package dev.linewarden.operations;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does.
 *
 * @param subject what it is done to, if to one thing: a line, a request, a policy's hash, an alert's id
 * @param details what else tells what is done, by name; handles are masked by whoever gives them
 */
public record Deed(
        OperationKind kind, String pool, @Nullable String subject, Map<String, String> details) {

    public Deed {
        details = Map.copyOf(details);
    }

    public Deed(OperationKind kind, String pool, @Nullable String subject) {
        this(kind, pool, subject, Map.of());
    }
}
