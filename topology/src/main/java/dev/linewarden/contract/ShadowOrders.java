package dev.linewarden.contract;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ShadowPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Commands about a pool's second policy. */
public final class ShadowOrders {

    private ShadowOrders() {}

    /** The pool is judged by a second policy too, until then; one that is on already ends. */
    public static Command start(String pool, String yaml, Instant until) {
        return order(pool, new ShadowPolicy(yaml, until));
    }

    /** The pool is judged by its own policy alone again. */
    public static Command stop(String pool) {
        return order(pool, new ShadowPolicy(null, null));
    }

    /** The kind says nothing beside a shadow; see the schema. */
    private static Command order(String pool, ShadowPolicy shadow) {
        return new Command(
                pool, CommandKind.RELEASE, null, null, Instant.now().truncatedTo(ChronoUnit.MILLIS), shadow, null);
    }
}
