package dev.linewarden.audit.oracle;

import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.audit.oracle.Outlook.Measure;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was promised, and what was refused because it cannot be, against the words of the contract: a promised time
 * passes beside all that is sent and promised, no earlier one would have; it is kept to the millisecond unless something
 * happened that may move it; and where a request was refused at once there was no room until its deadline.
 */
final class Promises {

    /** Times that are tried for one decision: of more, each so many-th. */
    private static final int MOST_TRIED = 120;

    private final History history;
    private final Map<String, Given> open = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    // Whose promises were moved: others to them may have counted on those, to open the conversation or the turn. Among
    // them
    // those with whom a loop was stopped.
    private final List<String> moved = new ArrayList<>();

    /**
     * One promise.
     *
     * @param silent whether the line was expected to be silent then, and so to trickle
     * @param takenBefore how many places were taken when it was given
     * @param sentBefore how many messages had been sent then
     * @param movedBefore how many promises had been moved then
     * @param endsTurns whether an answer ends the turn that it was to join, and opens no conversation for as long
     */
    private record Given(
            Decision decision,
            int rank,
            boolean silent,
            int takenBefore,
            int sentBefore,
            int movedBefore,
            boolean endsTurns) {}

    /**
     * A place that somebody got, by a send or a promise.
     *
     * @param silent whether the line is silent at its time, and trickles
     */
    private record Taken(int rank, String line, String server, String recipient, boolean silent) {}

    Promises(History history) {
        this.history = history;
    }

    /** What is wrong with the time that the decision names; null for nothing. */
    @Nullable
    String faultOf(Decision decision, Outlook outlook) {
        Instant promised = decision.getNotBefore();
        String objection = outlook.objection(promised, Measure.BARE);
        if (objection != null) {
            return "was promised " + promised + ", which " + objection;
        }
        if (!outlook.isBound()) {
            return null;
        }
        for (Instant time : candidates(decision, promised.minusMillis(1))) {
            if (outlook.objection(time, Measure.AMPLE) == null) {
                return "was promised " + promised + ", but nothing forbids " + time;
            }
        }
        return null;
    }

    /** A time before the deadline at which nothing would have stood in the way of what was refused at once; null for none. */
    @Nullable
    Instant roomFor(Decision decision, Instant deadline, Outlook outlook) {
        if (!outlook.isBound()) {
            return null;
        }
        for (Instant time : candidates(decision, deadline)) {
            if (outlook.objection(time, Measure.AMPLE) == null) {
                return time;
            }
        }
        return null;
    }

    /** Takes a promise to heart. */
    void given(Decision decision, int rank, Outlook outlook) {
        Instant promised = decision.getNotBefore();
        if (isPaused(decision)) {
            moved.add(decision.getRequest().getRecipient());
        }
        open.put(
                decision.getRequest().getRequestId(),
                new Given(
                        decision,
                        rank,
                        outlook.isSilent(promised),
                        taken.size(),
                        history.sends().size(),
                        moved.size(),
                        outlook.isTurnEndedByAnAnswer()));
        taken(decision, rank, outlook.isSilent(promised));
    }

    /** One message too many was asked for: a loop is stopped for all that waits for the recipient. */
    private static boolean isPaused(Decision decision) {
        return decision.getFindings().stream().anyMatch(finding -> "REPLY_LOOP".equals(finding.getCode()));
    }

    /** Takes an approval to heart. */
    void sent(Decision decision, int rank, Outlook outlook) {
        taken(decision, rank, outlook.isSilent(decision.getDecidedAt()));
    }

    /** The recipient got what it had asked for, which no booking holds back: it counts among its messages all the same. */
    void passedBy(String recipient) {
        moved.add(recipient);
    }

    private void taken(Decision decision, int rank, boolean silent) {
        taken.add(new Taken(
                rank,
                decision.getLine(),
                decision.getServer(),
                decision.getRequest().getRecipient(),
                silent));
    }

    /**
     * Whether a promise was broken by the decision, with nothing that may move it.
     *
     * @param silent whether the line is silent now
     */
    @Nullable
    String broken(Decision decision, boolean silent) {
        if ("DUPLICATE_REQUEST".equals(decision.getBindingCode())) {
            return null;
        }
        Given given = open.remove(decision.getRequest().getRequestId());
        if (given == null) {
            return null;
        }
        Instant promised = given.decision().getNotBefore();
        String recipient = decision.getRequest().getRecipient();
        boolean isKept = decision.getOutcome() == Outcome.APPROVED
                && decision.getDecidedAt().equals(promised);
        boolean fellSilent = silent && (!given.silent() || isUnforeseen(given));
        boolean isExcused = fellSilent
                || isOvertaken(given)
                || isMoved(given, decision)
                || isSettled(given, decision)
                || isAskedForOnce(given, decision)
                || moved.subList(given.movedBefore(), moved.size()).contains(recipient);
        if (!isKept || !Objects.equals(decision.getLine(), given.decision().getLine())) {
            moved.add(recipient);
        }
        if (isKept || isExcused) {
            return null;
        }
        return "was promised " + promised + " by " + given.decision().getDecisionId()
                + ", and nothing happened that may move it";
    }

    /** Outreach left just before the line fell silent, and kept no distance yet from what was to trickle. */
    private boolean isUnforeseen(Given given) {
        return taken.subList(given.takenBefore() + 1, taken.size()).stream()
                .anyMatch(place ->
                        !place.silent() && place.line().equals(given.decision().getLine()));
    }

    /** Somebody who goes first took a place of the same line, server or recipient. */
    private boolean isOvertaken(Given given) {
        Decision promise = given.decision();
        return taken.subList(given.takenBefore() + 1, taken.size()).stream()
                .anyMatch(place -> place.rank() < given.rank()
                        && (place.line().equals(promise.getLine())
                                || place.server().equals(promise.getServer())
                                || place.recipient().equals(promise.getRequest().getRecipient())));
    }

    /** It was to go to the line of a booking, and has found a home elsewhere since. */
    private boolean isSettled(Given given, Decision decision) {
        Decision promise = given.decision();
        String recipient = promise.getRequest().getRecipient();
        return promise.getRequest().getLine() == null
                && history.isUnknown(recipient, (int) promise.getJournalOffset(), given.sentBefore())
                && !Objects.equals(decision.getLine(), promise.getLine())
                && !history.isUnknown(recipient, (int) decision.getJournalOffset());
    }

    private boolean isMoved(Given given, Decision decision) {
        for (int i = (int) given.decision().getJournalOffset() + 1; i <= decision.getJournalOffset(); i++) {
            Object input = history.input(i);
            boolean moves = input instanceof LineUpdate
                    || input instanceof PolicyUpdate
                    || (input instanceof Command command && concerns(command, decision))
                    || (input instanceof ConversationEvent event && moves(event, given, decision));
            if (moves) {
                return true;
            }
        }
        return false;
    }

    private static boolean concerns(Command command, Decision decision) {
        if (command.getSuspension() != null) {
            return History.isOf(decision.getRequest(), command.getSuspension());
        }
        return command.getKind() == CommandKind.FORGET
                ? decision.getRequest().getRecipient().equals(command.getRecipient())
                : decision.getRequest().getRequestId().equals(command.getRequestId());
    }

    /** A reply moves nothing; but who wishes no more is not written to, and a loop or a monologue is stopped. */
    private boolean moves(ConversationEvent event, Given given, Decision decision) {
        Decision promise = given.decision();
        boolean isOurs = event.getRecipient().equals(decision.getRequest().getRecipient());
        boolean isOnLine = event.getLine().equals(promise.getLine());
        return switch (event.getKind()) {
            case OPTED_OUT -> isOurs;
            case OPTED_IN -> isOurs && isAskedFor(decision);
            case SENT_ELSEWHERE ->
                isOurs
                        || isOnLine
                        || history.server(event.getLine(), (int) decision.getJournalOffset())
                                .equals(promise.getServer());
            case INBOUND_MESSAGE ->
                (isOurs && (given.endsTurns() || isStopped(event, decision))) || (isOnLine && isForDialogue(promise));
            default -> false;
        };
    }

    private boolean isStopped(ConversationEvent event, Decision decision) {
        Wish wish = history.wishOf(event, event.getRecipient());
        return wish == Wish.OPT_OUT
                || (wish != Wish.NOTHING && isAskedFor(decision))
                || decision.getRequest().getCancelOnReply()
                || isPaused(decision)
                || "MONOLOGUE".equals(decision.getBindingCode());
    }

    /** It may be allowed for the sake of a wish, which another wish ends. */
    private static boolean isAskedFor(Decision decision) {
        Purpose purpose = decision.getRequest().getPurpose();
        return purpose == Purpose.OPT_OUT_CONFIRMATION || purpose == Purpose.HELP_ANSWER;
    }

    /** What may be sent once was sent by another request. */
    private boolean isAskedForOnce(Given given, Decision decision) {
        return isAskedFor(decision)
                && taken.subList(given.takenBefore() + 1, taken.size()).stream().anyMatch(place -> place.recipient()
                        .equals(decision.getRequest().getRecipient()));
    }

    private static boolean isForDialogue(Decision promise) {
        return promise.getFindings().stream().anyMatch(finding -> "NO_DIALOGUE".equals(finding.getCode()));
    }

    /**
     * The times to try from the decision on: now, full hours, days' and mornings' beginnings, and all that lies a limit's
     * distance from what is sent or promised.
     */
    private List<Instant> candidates(Decision decision, Instant until) {
        Instant now = decision.getDecidedAt();
        Limits limits = history.limits((int) decision.getJournalOffset());
        TreeSet<Instant> times = new TreeSet<>();
        times.add(now);
        times.add(until);
        for (Instant hour = now; hour.isBefore(until); hour = hour.plus(Duration.ofHours(1))) {
            times.add(hour);
            times.add(dayOf(hour, limits.serverZone()));
            times.add(dayOf(hour, limits.newZone()));
            times.add(hour.minusMillis(
                    Math.floorMod(hour.toEpochMilli(), Duration.ofMinutes(15).toMillis())));
        }
        for (Finding finding : decision.getFindings()) {
            if (finding.getEffect() == Effect.DEFER && finding.getUntil() != null) {
                times.add(finding.getUntil());
            }
        }
        Duration gap = limits.minGap().plus(limits.jitter());
        List<Duration> distances =
                List.of(gap, limits.window(), limits.backoff(), limits.spacing(), limits.turnWindow(), Duration.ZERO);
        open.values()
                .forEach(given -> distances.forEach(
                        distance -> times.add(given.decision().getNotBefore().plus(distance))));
        history.sends()
                .forEach(send ->
                        distances.forEach(distance -> times.add(send.at().plus(distance))));
        List<Instant> fitting = times.stream()
                .filter(time -> !time.isBefore(now) && !time.isAfter(until))
                .toList();
        int step = 1 + fitting.size() / MOST_TRIED;
        List<Instant> tried = new ArrayList<>();
        for (int i = 0; i < fitting.size(); i += step) {
            tried.add(fitting.get(i));
        }
        return tried;
    }

    private static Instant dayOf(Instant time, ZoneId zone) {
        return LocalDate.ofInstant(time, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
