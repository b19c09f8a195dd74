package dev.linewarden.audit.oracle;

import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was promised and has not come yet: what a deferral with a time has booked, until its request is decided again. */
final class Bookings {

    private final Map<String, Booking> waiting = new LinkedHashMap<>();

    /**
     * One promised send.
     *
     * @param rank 0 for a reply in an active conversation, else one more than the priority's place
     */
    record Booking(Instant at, String line, String server, String recipient, int rank) {}

    void ended(Decision decision) {
        if (!"DUPLICATE_REQUEST".equals(decision.getBindingCode())) {
            waiting.remove(decision.getRequest().getRequestId());
        }
    }

    void promised(Decision decision, int rank) {
        if (decision.getOutcome() == Outcome.DEFERRED
                && decision.getNotBefore() != null
                && decision.getLine() != null) {
            waiting.put(
                    decision.getRequest().getRequestId(),
                    new Booking(
                            decision.getNotBefore(),
                            decision.getLine(),
                            decision.getServer(),
                            decision.getRequest().getRecipient(),
                            rank));
        }
    }

    /** Those that count for who has the given rank. */
    List<Booking> seenBy(int rank) {
        return waiting.values().stream()
                .filter(booking -> booking.rank() <= rank)
                .toList();
    }
}
