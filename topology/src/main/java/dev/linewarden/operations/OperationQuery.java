package dev.linewarden.operations;

import dev.linewarden.schemas.Operation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are looked for: all of it holds, and null is any. Names are compared without regard to case.
 *
 * @param pool the pool
 * @param actor who did it
 * @param kind what was done; see {@link OperationKind}
 * @param subject what it was done to
 */
public record OperationQuery(
        @Nullable String pool,
        @Nullable String actor,
        @Nullable String kind,
        @Nullable String subject) implements Predicate<Operation> {

    /** All of them. */
    public static final OperationQuery ANY = new OperationQuery(null, null, null, null);

    public OperationQuery {
        pool = given(pool);
        actor = given(actor);
        kind = given(kind);
        subject = given(subject);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    public boolean isAny() {
        return pool == null && actor == null && kind == null && subject == null;
    }

    @Override
    public boolean test(Operation operation) {
        return (pool == null || pool.equals(operation.getPool()))
                && (actor == null || actor.equalsIgnoreCase(operation.getActor()))
                && (kind == null || kind.equalsIgnoreCase(operation.getKind()))
                && (subject == null || subject.equals(operation.getSubject()));
    }
}
