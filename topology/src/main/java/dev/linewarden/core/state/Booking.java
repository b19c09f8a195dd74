package dev.linewarden.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the send of a request that waits will take at its time: the line's slot, the server's send of that day, perhaps the
 * line's new conversation of that day and a place among its recipients, the recipient's turn.
 *
 * @param at the promised time
 * @param serverDay the server's calendar day, as an epoch day
 * @param conversationDay the line's calendar day on which it opens a conversation; null when it opens none
 * @param settles whether it makes the line its recipient's home
 */
public record Booking(
        String line,
        String server,
        Instant at,
        Precedence precedence,
        long serverDay,
        @Nullable Long conversationDay,
        boolean settles) {}
