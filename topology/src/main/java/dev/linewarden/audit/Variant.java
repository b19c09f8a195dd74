package dev.linewarden.audit;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.OutboundRequest.Consent;
import dev.linewarden.core.model.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request, and the same with one field otherwise. */
record Variant(OutboundRequest of) {

    OutboundRequest named(String id) {
        return with(
                id,
                of.line(),
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest on(@Nullable String line) {
        return with(
                of.requestId(),
                line,
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest ofPriority(Priority priority) {
        return with(
                of.requestId(),
                of.line(),
                priority,
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    /** Created at another time: its longest wait counts from there. */
    OutboundRequest askedAt(Instant time) {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                time,
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest atOnce() {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                of.createdAt(),
                null,
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest withoutEnd() {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                null,
                of.consent(),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest agreedTo(Instant at) {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                new Consent("why-not", at),
                of.holdForReply(),
                of.cancelOnReply());
    }

    OutboundRequest notHeld() {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                false,
                of.cancelOnReply());
    }

    OutboundRequest notCancelled() {
        return with(
                of.requestId(),
                of.line(),
                of.priority(),
                of.createdAt(),
                of.notBefore(),
                of.expiresAt(),
                of.consent(),
                of.holdForReply(),
                false);
    }

    private OutboundRequest with(
            String id,
            @Nullable String line,
            Priority priority,
            Instant createdAt,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt,
            @Nullable Consent consent,
            boolean holdForReply,
            boolean cancelOnReply) {
        return new OutboundRequest(
                id,
                of.pool(),
                of.recipient(),
                line,
                of.text(),
                of.attachments(),
                priority,
                createdAt,
                notBefore,
                expiresAt,
                of.timeZone(),
                consent,
                of.purpose(),
                holdForReply,
                cancelOnReply,
                of.labels());
    }
}
