package dev.linewarden.core.model;

import dev.linewarden.core.model.OutboundRequest.Attachment;
import dev.linewarden.core.model.OutboundRequest.Consent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request field by field: a plain one, of which only what matters is said, or another with something changed. */
public final class RequestBuilder {

    private String requestId;
    private String pool;
    private String recipient;
    private @Nullable String line;
    private String text;
    private List<Attachment> attachments = List.of();
    private Priority priority = Priority.NORMAL;
    private Instant createdAt;
    private @Nullable Instant notBefore;
    private @Nullable Instant expiresAt;
    private @Nullable String timeZone;
    private @Nullable Consent consent;
    private Purpose purpose = Purpose.CONVERSATIONAL;
    private boolean holdForReply;
    private boolean cancelOnReply;
    private Map<String, String> labels = Map.of();

    /** A request with the contract's defaults. */
    public RequestBuilder(String requestId, String pool, String recipient, String text, Instant createdAt) {
        this.requestId = requestId;
        this.pool = pool;
        this.recipient = recipient;
        this.text = text;
        this.createdAt = createdAt;
    }

    /** All that the request says. */
    public RequestBuilder(OutboundRequest request) {
        this(request.requestId(), request.pool(), request.recipient(), request.text(), request.createdAt());
        this.line = request.line();
        this.attachments = request.attachments();
        this.priority = request.priority();
        this.notBefore = request.notBefore();
        this.expiresAt = request.expiresAt();
        this.timeZone = request.timeZone();
        this.consent = request.consent();
        this.purpose = request.purpose();
        this.holdForReply = request.holdForReply();
        this.cancelOnReply = request.cancelOnReply();
        this.labels = request.labels();
    }

    public RequestBuilder requestId(String value) {
        requestId = value;
        return this;
    }

    public RequestBuilder pool(String value) {
        pool = value;
        return this;
    }

    public RequestBuilder recipient(String value) {
        recipient = value;
        return this;
    }

    public RequestBuilder line(@Nullable String value) {
        line = value;
        return this;
    }

    public RequestBuilder text(String value) {
        text = value;
        return this;
    }

    public RequestBuilder attachments(List<Attachment> value) {
        attachments = value;
        return this;
    }

    public RequestBuilder priority(Priority value) {
        priority = value;
        return this;
    }

    public RequestBuilder createdAt(Instant value) {
        createdAt = value;
        return this;
    }

    public RequestBuilder notBefore(@Nullable Instant value) {
        notBefore = value;
        return this;
    }

    public RequestBuilder expiresAt(@Nullable Instant value) {
        expiresAt = value;
        return this;
    }

    public RequestBuilder timeZone(@Nullable String value) {
        timeZone = value;
        return this;
    }

    public RequestBuilder consent(@Nullable Consent value) {
        consent = value;
        return this;
    }

    public RequestBuilder purpose(Purpose value) {
        purpose = value;
        return this;
    }

    public RequestBuilder holdForReply(boolean value) {
        holdForReply = value;
        return this;
    }

    public RequestBuilder cancelOnReply(boolean value) {
        cancelOnReply = value;
        return this;
    }

    public RequestBuilder labels(Map<String, String> value) {
        labels = value;
        return this;
    }

    public OutboundRequest build() {
        return new OutboundRequest(
                requestId,
                pool,
                recipient,
                line,
                text,
                attachments,
                priority,
                createdAt,
                notBefore,
                expiresAt,
                timeZone,
                consent,
                purpose,
                holdForReply,
                cancelOnReply,
                labels);
    }
}
