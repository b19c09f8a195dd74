package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order to judge a pool by a second policy too, or to do so no more.
 *
 * @param yaml the second policy; null to stop
 * @param until when it stops by itself; null for never
 */
public record ShadowOrder(
        String pool, @Nullable String yaml, @Nullable Instant until, Instant at) implements Event {

    public ShadowOrder {
        pool = Handles.pool(pool);
    }
}
