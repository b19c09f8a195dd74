package dev.linewarden.store;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.Purpose;

/** A request within a row. Its fields belong to the row's version: a field more is a new version of {@link DeferralCodec}, and of {@link EarlierWaitCodec} none. */
final class RequestFields {

    static final RowInput.Constants<Priority> PRIORITIES = RowInput.Constants.of(Priority.values());
    private static final RowInput.Constants<Purpose> PURPOSES = RowInput.Constants.of(Purpose.values());

    private RequestFields() {}

    static void write(OutboundRequest request, RowOutput out) {
        out.text(request.requestId()).text(request.pool()).text(request.recipient());
        out.textOrNull(request.line());
        out.text(request.text());
        out.list(request.attachments(), (file, to) -> to.text(file.uri()).text(file.mimeType()));
        out.constant(request.priority());
        out.time(request.createdAt());
        out.timeOrNull(request.notBefore()).timeOrNull(request.expiresAt());
        out.textOrNull(request.timeZone());
        OutboundRequest.Consent consent = request.consent();
        out.flag(consent != null);
        if (consent != null) {
            out.text(consent.basis()).timeOrNull(consent.at());
        }
        out.constant(request.purpose());
        out.flag(request.holdForReply()).flag(request.cancelOnReply());
        out.map(request.labels());
    }

    /** @param version of the {@link EarlierWaitCodec} that wrote it */
    static OutboundRequest read(int version, RowInput in) {
        return new OutboundRequest(
                in.text(),
                in.text(),
                in.text(),
                in.textOrNull(),
                in.text(),
                in.list(from -> new OutboundRequest.Attachment(from.text(), from.text())),
                in.constant(PRIORITIES),
                in.time(),
                in.timeOrNull(),
                in.timeOrNull(),
                in.textOrNull(),
                in.flag() ? new OutboundRequest.Consent(in.text(), in.timeOrNull()) : null,
                version >= 2 ? in.constant(PURPOSES) : Purpose.CONVERSATIONAL,
                in.flag(),
                in.flag(),
                in.map());
    }
}
