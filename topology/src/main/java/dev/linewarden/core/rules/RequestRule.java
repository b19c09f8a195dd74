package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Handles;
import dev.linewarden.core.model.OutboundRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be understood, or that no line could send, is rejected before anything else is asked. */
public final class RequestRule implements Rule {

    private static final String NAME = "request";
    private static final Finding PASSES = Finding.pass(NAME);

    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_TEXT_LENGTH = 20_000;
    private static final int MAX_ATTACHMENTS = 32;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        String fault = fault(c.request());
        return fault == null ? PASSES : Finding.reject(NAME, Code.INVALID_REQUEST, fault);
    }

    /** What is wrong with a request, by the name of the field; null for one that a line could send. */
    public static @Nullable String fault(OutboundRequest request) {
        if (request.requestId().isBlank()) {
            return "request_id is blank";
        }
        if (!request.requestId().strip().equals(request.requestId())) {
            return "request_id has white space around it: the same id without would be another";
        }
        if (request.requestId().length() > MAX_ID_LENGTH) {
            return "request_id is over " + MAX_ID_LENGTH + " characters";
        }
        if (hasControl(request.requestId()) || hasControl(request.pool())) {
            return "request_id or pool holds a control character";
        }
        if (request.line() != null && hasControl(request.line())) {
            return "line holds a control character";
        }
        if (!Handles.isValid(request.recipient())) {
            return "recipient is neither an E.164 number nor an e-mail address";
        }
        if (request.text().isBlank() && request.attachments().isEmpty()) {
            return "text is blank and there is no attachment";
        }
        if (request.text().length() > MAX_TEXT_LENGTH) {
            return "text is over 20,000 characters";
        }
        if (request.attachments().size() > MAX_ATTACHMENTS) {
            return "attachments are more than " + MAX_ATTACHMENTS;
        }
        if (request.timeZone() != null && Zones.of(request.timeZone()) == null) {
            return "time_zone is not an IANA zone";
        }
        return timeFault(request);
    }

    private static @Nullable String timeFault(OutboundRequest request) {
        if (isOutOfRange(request.createdAt())
                || isOutOfRange(request.notBefore())
                || isOutOfRange(request.expiresAt())) {
            return "created_at, not_before or expires_at lies outside the years 1970 to 9999";
        }
        if (request.notBefore() != null
                && request.expiresAt() != null
                && !request.expiresAt().isAfter(request.notBefore())) {
            return "expires_at is not after not_before";
        }
        return null;
    }

    private static boolean isOutOfRange(@Nullable Instant time) {
        return time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST));
    }

    private static boolean hasControl(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
