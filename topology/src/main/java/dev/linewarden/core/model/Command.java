package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order to the gate. CANCEL and RELEASE need a request id, FORGET a recipient; without one they do nothing. */
public record Command(
        String pool,
        Kind kind,
        @Nullable String requestId,
        @Nullable String recipient,
        Instant at) implements Event {

    public Command {
        pool = Handles.pool(pool);
        recipient = recipient == null ? null : Handles.normalise(recipient);
    }

    /** CANCEL ends a waiting request, RELEASE judges it now, FORGET erases everything held about a recipient. */
    public enum Kind {
        CANCEL,
        FORGET,
        RELEASE
    }
}
