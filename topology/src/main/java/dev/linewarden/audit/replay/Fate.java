package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one request came to, as recorded and as it would have, without the findings. Kept until both have ended. Not thread-safe. */
final class Fate {

    private final long arrival;
    private @Nullable Decision recorded;
    private @Nullable Decision would;
    private String recordedReason = "";
    private String wouldReason = "";
    private boolean diverged;
    private boolean isFirstOrder;
    // Whether the latest that it would have come to was judged by what was as recorded.
    private boolean untouched = true;
    private @Nullable Instant sentInstead;
    private @Nullable Sent sent;

    /** A recorded send, as long as something may follow it: without the request, of which there are many. */
    static final class Sent {
        private final Instant at;
        private @Nullable Instant instead;

        private Sent(Instant at) {
            this.at = at;
        }

        Instant at() {
            return at;
        }

        /**
         * Whether it would not have been sent by now. Of what both sides did so far, in the journal's order: by the clock, a gate
         * that is behind sends after the answer was appended.
         */
        boolean isHeld() {
            return instead == null;
        }
    }

    /** @param arrival the journal offset of the request */
    Fate(long arrival) {
        this.arrival = arrival;
    }

    void recorded(Decision decision) {
        recorded = withoutFindings(decision);
        recordedReason = reason(decision, recordedReason);
        if (decision.outcome() == Outcome.APPROVED) {
            sent = new Sent(decision.decidedAt());
            sent.instead = sentInstead;
        }
    }

    void would(Decision decision, boolean isUntouched) {
        would = withoutFindings(decision);
        wouldReason = reason(decision, wouldReason);
        untouched = isUntouched;
        if (decision.outcome() == Outcome.APPROVED) {
            sentInstead = decision.decidedAt();
            if (sent != null) {
                sent.instead = sentInstead;
            }
        }
    }

    /** Sixteen findings are most of a decision, and of those that wait there are many under a policy that holds much back. */
    private static Decision withoutFindings(Decision decision) {
        return new Decision(
                decision.request(),
                decision.outcome(),
                decision.line(),
                decision.server(),
                List.of(),
                decision.bindingCode(),
                decision.notBefore(),
                decision.attempt(),
                decision.decidedAt(),
                decision.policyVersion(),
                decision.policyHash(),
                decision.build(),
                decision.position());
    }

    /** The rule that held the request back, the latest of them. */
    private static String reason(Decision decision, String before) {
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
        diverge();
        return true;
    }

    private boolean isAlike() {
        Decision one = Objects.requireNonNull(recorded);
        Decision other = Objects.requireNonNull(would);
        return one.outcome() == other.outcome()
                && one.bindingCode() == other.bindingCode()
                && Objects.equals(one.line(), other.line())
                && Objects.equals(one.notBefore(), other.notBefore())
                && (one.outcome() != Outcome.APPROVED || one.decidedAt().equals(other.decidedAt()));
    }

    private void diverge() {
        diverged = true;
        isFirstOrder = untouched;
    }

    /** Whether both have ended. */
    boolean hasEnded() {
        return isTerminal(recorded) && isTerminal(would);
    }

    private static boolean isTerminal(@Nullable Decision decision) {
        return decision != null && decision.outcome() != Outcome.DEFERRED;
    }

    /** Whether both sides know of it. */
    boolean isWhole() {
        return recorded != null && would != null;
    }

    long arrival() {
        return arrival;
    }

    Decision recordedLast() {
        return Objects.requireNonNull(recorded);
    }

    Decision wouldLast() {
        return Objects.requireNonNull(would);
    }

    OutboundRequest request() {
        return (recorded == null ? wouldLast() : recorded).request();
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

    /** The recorded send; null when none was. */
    @Nullable
    Sent sent() {
        return sent;
    }
}
