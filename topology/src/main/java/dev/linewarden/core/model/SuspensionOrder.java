package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to hold what a pool, or one label of it, has to send, or to hold it no more. Another one for the same label replaces
 * what is in force.
 *
 * @param labelKey with {@code labelValue}, the label of the requests that it concerns; null for all of the pool
 * @param until when it ends by itself; null when somebody says so
 * @param reason why, in the words of whoever ordered it
 * @param ends whether it ends what is suspended
 */
public record SuspensionOrder(
        String pool,
        @Nullable String labelKey,
        @Nullable String labelValue,
        @Nullable Instant until,
        @Nullable String reason,
        boolean ends,
        Instant at)
        implements Event {

    public SuspensionOrder {
        pool = Handles.pool(pool);
    }
}
