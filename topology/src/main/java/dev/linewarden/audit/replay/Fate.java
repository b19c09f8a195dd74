package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Deferral;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one request came to, as recorded and as it would have. Kept until both have ended, in {@link Waits}; {@link FateFormat}
 * knows every field. Not thread-safe.
 */
final class Fate {

    final long number;
    final long arrival;
    final String pool;
    final String requestId;
    final String recipient;
    final Map<String, String> labels;

    @Nullable
    Told recorded;

    @Nullable
    Told would;

    String recordedReason = "";
    String wouldReason = "";
    boolean diverged;
    boolean isFirstOrder;

    /** Whether the latest that it would have come to was judged by what was as recorded. */
    boolean untouched = true;

    /** Whether {@link Sends} counts it among what was sent and would not have been so far. */
    boolean isCountedHeld;

    /**
     * @param number tells it from all others of its candidate
     * @param arrival the journal offset of the request
     */
    Fate(long number, long arrival, String pool, String requestId, String recipient, Map<String, String> labels) {
        this.number = number;
        this.arrival = arrival;
        this.pool = pool;
        this.requestId = requestId;
        this.recipient = recipient;
        this.labels = labels;
    }

    static Fate of(long number, long arrival, OutboundRequest request) {
        return new Fate(number, arrival, request.pool(), request.requestId(), request.recipient(), request.labels());
    }

    /**
     * Of one that waits, on both sides alike.
     *
     * @param reason the rule that holds it
     */
    static Fate of(long number, Deferral wait, String reason) {
        Fate fate = of(number, wait.arrivalOffset(), wait.request());
        fate.recorded = Told.of(wait);
        fate.would = fate.recorded;
        fate.recordedReason = reason;
        fate.wouldReason = reason;
        return fate;
    }

    void recorded(Decision decision) {
        recorded = Told.of(decision);
        recordedReason = reason(decision, recordedReason);
    }

    void would(Decision decision, boolean isUntouched) {
        would = Told.of(decision);
        wouldReason = reason(decision, wouldReason);
        untouched = isUntouched;
    }

    /** The rule that held the request back; {@code before} when none did. */
    static String reason(Decision decision, String before) {
        if (decision.bindingCode() == null) {
            return before;
        }
        for (Finding finding : decision.findings()) {
            if (finding.blocks() && finding.code() == decision.bindingCode()) {
                return finding.rule();
            }
        }
        return String.valueOf(decision.bindingCode());
    }

    /**
     * Compares the same attempt of both sides, when both have made it.
     *
     * @return whether they differ, for the first time
     */
    boolean divergesNow() {
        if (diverged || recorded == null || would == null || recorded.attempt() != would.attempt() || isAlike()) {
            return false;
        }
        diverged = true;
        isFirstOrder = untouched;
        return true;
    }

    private boolean isAlike() {
        Told one = recordedLast();
        Told other = wouldLast();
        return one.outcome() == other.outcome()
                && one.code() == other.code()
                && Objects.equals(one.line(), other.line())
                && Objects.equals(one.notBefore(), other.notBefore())
                && (one.outcome() != Outcome.APPROVED || one.decidedAt().equals(other.decidedAt()));
    }

    /** Whether both have ended. */
    boolean hasEnded() {
        return isTerminal(recorded) && isTerminal(would);
    }

    private static boolean isTerminal(@Nullable Told told) {
        return told != null && told.outcome() != Outcome.DEFERRED;
    }

    /** Whether both sides know of it. */
    boolean isWhole() {
        return recorded != null && would != null;
    }

    /** Whether it was sent, and would not have been so far. By the clock a gate that is behind sends after the answer came. */
    boolean isHeld() {
        return isApproved(recorded) && !isApproved(would);
    }

    private static boolean isApproved(@Nullable Told told) {
        return told != null && told.outcome() == Outcome.APPROVED;
    }

    Told recordedLast() {
        return Objects.requireNonNull(recorded);
    }

    Told wouldLast() {
        return Objects.requireNonNull(would);
    }

    /** Where it goes in the ledger; null when nothing is otherwise. */
    @Nullable
    Direction direction() {
        return Direction.of(recordedLast(), wouldLast());
    }

    /** By how much it is sent or promised later than recorded; 0 where there is no such time on one side. */
    long laterMillis() {
        return Direction.laterMillis(recordedLast(), wouldLast());
    }

    /** The rule behind the change: that which would hold it back, or no longer does. */
    String rule() {
        Direction direction = direction();
        boolean isFreed = direction == Direction.DEFERRED_APPROVED
                || direction == Direction.REJECTED_APPROVED
                || direction == Direction.EARLIER;
        String rule = isFreed ? recordedReason : wouldReason;
        return rule.isEmpty() ? "(none)" : rule;
    }

    /** Whether the first thing that was otherwise about it was judged by what was as recorded; else it is a knock-on. */
    boolean isFirstOrder() {
        return diverged ? isFirstOrder : untouched;
    }

    /** Whether the decision is for another line than the recorded attempt. */
    boolean isOnAnotherLine(Decision decision) {
        return recorded != null && !Objects.equals(recorded.line(), decision.line());
    }
}
