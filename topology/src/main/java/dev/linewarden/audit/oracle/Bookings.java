package dev.linewarden.audit.oracle;

import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was promised and has not come yet: what a deferral with a time has booked, until its request is decided again. */
final class Bookings {

    /** The rank of those who respect everybody. */
    static final int LAST = 3;

    private final Map<String, Booking> waiting = new LinkedHashMap<>();

    /**
     * One promised send.
     *
     * @param opens whether it was expected to open a conversation when it was promised
     * @param rank 0 for a reply in an active conversation, else one more than the priority's place
     */
    record Booking(
            String requestId, Instant at, String line, String server, String recipient, int rank, boolean opens) {}

    /** Ends what the request of the decision has booked, and gives it back; null for nothing. */
    @Nullable
    Booking ended(Decision decision) {
        return "DUPLICATE_REQUEST".equals(decision.getBindingCode())
                ? null
                : waiting.remove(decision.getRequest().getRequestId());
    }

    void promised(Decision decision, int rank, boolean opens) {
        if (decision.getOutcome() == Outcome.DEFERRED
                && decision.getNotBefore() != null
                && decision.getLine() != null) {
            waiting.put(
                    decision.getRequest().getRequestId(),
                    new Booking(
                            decision.getRequest().getRequestId(),
                            decision.getNotBefore(),
                            decision.getLine(),
                            decision.getServer(),
                            decision.getRequest().getRecipient(),
                            rank,
                            opens));
        }
    }

    /** Those that count for who has the given rank. */
    List<Booking> seenBy(int rank) {
        return waiting.values().stream()
                .filter(booking -> booking.rank() <= rank)
                .toList();
    }
}
