package dev.linewarden.core.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened between a line and a recipient, outside the gate.
 *
 * @param at the gateway's time: evidence only, limits never use it
 * @param text what the recipient wrote, read for opt-out words and not kept
 * @param requestId with {@link Kind#SEND_FAILED}, the request that failed
 */
public record ConversationEvent(
        String eventId,
        String pool,
        String line,
        String recipient,
        Kind kind,
        Instant at,
        @Nullable String text,
        @Nullable String requestId)
        implements Event {

    public ConversationEvent {
        pool = Handles.pool(pool);
        recipient = Handles.normalise(recipient);
    }

    /** What happened. */
    public enum Kind {
        INBOUND_MESSAGE,
        OPTED_IN,
        OPTED_OUT,
        CONTACT_CARD_SHARED,
        SENT_ELSEWHERE,
        SEND_FAILED
    }
}
