package dev.linewarden.simulate;

import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Moves a record to another time, so that an old trace can be published to a running gate without being long expired. */
public final class Retiming {

    private Retiming() {}

    /** The record as of {@code now}; what it says about later times keeps its distance. */
    public static SpecificRecord asOf(SpecificRecord event, Instant now) {
        if (event instanceof OutboundRequest request) {
            Duration shift = Duration.between(request.getCreatedAt(), now);
            request.setCreatedAt(now);
            request.setNotBefore(shifted(request.getNotBefore(), shift));
            request.setExpiresAt(shifted(request.getExpiresAt(), shift));
        } else if (event instanceof ConversationEvent conversation) {
            conversation.setAt(now);
        } else if (event instanceof LineUpdate update) {
            update.setAt(now);
        } else if (event instanceof PolicyUpdate update) {
            update.setAt(now);
        } else if (event instanceof Command command) {
            command.setAt(now);
        }
        return event;
    }

    private static @Nullable Instant shifted(@Nullable Instant time, Duration shift) {
        return time == null ? null : time.plus(shift);
    }
}
