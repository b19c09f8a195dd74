package dev.linewarden.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to send one message. Handles are normalised on construction; nothing else is checked here, since an invalid
 * request is a verdict ({@link Code#INVALID_REQUEST}) and not an exception.
 *
 * @param requestId idempotency key within the pool
 * @param line pins the sending line; null lets the gate choose
 * @param timeZone the recipient's IANA zone, unchecked
 */
public record OutboundRequest(
        String requestId,
        String pool,
        String recipient,
        @Nullable String line,
        String text,
        List<Attachment> attachments,
        Priority priority,
        Instant createdAt,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable String timeZone,
        @Nullable Consent consent,
        Purpose purpose,
        boolean holdForReply,
        boolean cancelOnReply,
        Map<String, String> labels)
        implements Event {

    // No text in UTF-8 holds this byte.
    private static final byte END_OF_PART = (byte) 0xFF;

    // To find one costs more than to use it.
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(OutboundRequest::sha256);

    public OutboundRequest {
        pool = Handles.pool(pool);
        recipient = Handles.normalise(recipient);
        if (line != null && line.isBlank()) {
            line = null;
        }
    }

    /** One file that goes with the message. */
    public record Attachment(String uri, String mimeType) {}

    /** Evidence that the recipient agreed to be texted. */
    public record Consent(String basis, @Nullable Instant at) {}

    /** A message of which only is known to whom it goes, and by which line: one that was sent elsewhere, or may be sent. */
    public static OutboundRequest unwritten(String pool, String recipient, @Nullable String line, Instant at) {
        return new RequestBuilder("", pool, recipient, "", at).line(line).build();
    }

    /**
     * A hash of what is sent and to whom: recipient, text and attachments, whenever and however it may be sent. From 0 to
     * 65,535: sixteen bits tell an id that is used for something else, all but once in 65,536 times, and are too few to
     * find out whom it was about, for they outlive a FORGET.
     */
    public int contentHash() {
        MessageDigest digest = SHA_256.get();
        digest.reset();
        add(digest, recipient);
        add(digest, text);
        for (Attachment attachment : attachments) {
            add(digest, attachment.uri());
            add(digest, attachment.mimeType());
        }
        byte[] hash = digest.digest();
        return Byte.toUnsignedInt(hash[0]) << Byte.SIZE | Byte.toUnsignedInt(hash[1]);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update(END_OF_PART);
    }

    /** The same request, with a creation time that does not lie ahead of {@code now}. */
    public OutboundRequest createdBy(Instant now) {
        if (!createdAt.isAfter(now)) {
            return this;
        }
        return new RequestBuilder(this).createdAt(now).build();
    }
}
