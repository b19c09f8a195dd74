package dev.linewarden.core.rules;

import dev.linewarden.core.Case;
import dev.linewarden.core.Code;
import dev.linewarden.core.Finding;
import dev.linewarden.core.Handles;
import dev.linewarden.core.Intent;
import dev.linewarden.core.Rule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be understood, or that no line could send, is rejected before anything else is asked. */
final class RequestRule implements Rule {

    private static final int MAX_ID_LENGTH = 128;
    private static final int MAX_TEXT_LENGTH = 20_000;
    private static final int MAX_ATTACHMENTS = 32;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public String name() {
        return "request";
    }

    @Override
    public List<Finding> judge(Case c) {
        String fault = fault(c.intent());
        return List.of(fault == null ? Finding.pass(name()) : Finding.reject(name(), Code.INVALID_REQUEST, fault));
    }

    private static @Nullable String fault(Intent intent) {
        if (intent.requestId().isBlank()) {
            return "request_id is blank";
        }
        if (intent.requestId().length() > MAX_ID_LENGTH) {
            return "request_id is over " + MAX_ID_LENGTH + " characters";
        }
        if (hasControl(intent.requestId()) || hasControl(intent.pool())) {
            return "request_id or pool holds a control character";
        }
        if (intent.line() != null && hasControl(intent.line())) {
            return "line holds a control character";
        }
        if (!Handles.isValid(intent.recipient())) {
            return "recipient is neither an E.164 number nor an e-mail address";
        }
        if (intent.text().isBlank() && intent.attachments().isEmpty()) {
            return "text is blank and there is no attachment";
        }
        if (intent.text().length() > MAX_TEXT_LENGTH) {
            return "text is over 20,000 characters";
        }
        if (intent.attachments().size() > MAX_ATTACHMENTS) {
            return "attachments are more than " + MAX_ATTACHMENTS;
        }
        if (intent.timeZone() != null && !isZone(intent.timeZone())) {
            return "time_zone is not an IANA zone";
        }
        return timeFault(intent);
    }

    private static @Nullable String timeFault(Intent intent) {
        if (isOutOfRange(intent.createdAt()) || isOutOfRange(intent.notBefore()) || isOutOfRange(intent.expiresAt())) {
            return "created_at, not_before or expires_at lies outside the years 1970 to 9999";
        }
        if (intent.notBefore() != null
                && intent.expiresAt() != null
                && !intent.expiresAt().isAfter(intent.notBefore())) {
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

    private static boolean isZone(String id) {
        try {
            ZoneId.of(id);
            return true;
        } catch (DateTimeException unknown) {
            return false;
        }
    }
}
