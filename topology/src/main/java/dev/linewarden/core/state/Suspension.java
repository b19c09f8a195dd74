package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator keeps from being sent for a time.
 *
 * @param labelKey with {@code labelValue}, the label of the requests that it holds; null for all of the pool
 * @param until when it ends by itself; null when somebody says so
 * @param reason in the operator's words; null when none was given
 * @param since when it was ordered, by the gate's clock
 */
public record Suspension(
        @Nullable String labelKey,
        @Nullable String labelValue,
        @Nullable Instant until,
        @Nullable String reason,
        Instant since) {

    /** What it holds, in a text: the label as {@code key=value}, empty for all of the pool. */
    public String scope() {
        return labelKey == null ? "" : labelKey + "=" + labelValue;
    }

    /** Whether the request is among what it holds. */
    public boolean concerns(OutboundRequest request) {
        return labelKey == null
                || (labelValue != null && labelValue.equals(request.labels().get(labelKey)));
    }

    /** Whether it is in force at that time: it ends just before {@link #until}. */
    public boolean isInForce(Instant at) {
        return until == null || at.isBefore(until);
    }

    /** Whether it ends after the other. */
    public boolean outlasts(Suspension other) {
        return other.until != null && (until == null || until.isAfter(other.until));
    }
}
