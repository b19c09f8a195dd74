package dev.linewarden.audit.oracle;

import dev.linewarden.audit.oracle.Interpretation.Wish;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks what was decided against the words of the contract, from both sides: nothing was approved that a limit forbids,
 * and nothing was rejected for a reason that was not there.
 */
public final class Oracle {

    private final Journal journal;
    private final List<Decision> decisions;
    private final Interpretation interpretation;
    private final History history;
    private final Bookings bookings = new Bookings();
    private final Promises promises;
    private final List<Complaint> complaints = new ArrayList<>();

    /**
     * A check of one pool.
     *
     * @param decisions all that were made on the journal, in order, until nothing waited any more
     */
    public Oracle(Journal journal, List<Decision> decisions, Interpretation interpretation) {
        this.journal = journal;
        this.decisions = decisions;
        this.interpretation = interpretation;
        this.history = new History(journal, interpretation);
        this.promises = new Promises(history);
    }

    /** What does not hold, in the order of the decisions; empty when all does. */
    public List<Complaint> check() {
        for (Decision decision : decisions) {
            history.passTo((int) decision.getJournalOffset());
            Judgement judgement = new Judgement(decision, bookings.ended(decision));
            judgement.promiseIsKept();
            if (decision.getOutcome() == Outcome.APPROVED) {
                judgement.nothingForbidsIt();
                if (decision.getLine() != null) {
                    promises.sent(decision, judgement.rankAt(decision.getDecidedAt()), judgement.outlook());
                    if (judgement.askedFor) {
                        promises.passedBy(decision.getRequest().getRecipient());
                    }
                    history.approved(decision, judgement.askedFor);
                }
            } else if (decision.getOutcome() == Outcome.REJECTED) {
                judgement.everyReasonIsThere();
                judgement.thereIsNoRoom();
            } else if (decision.getNotBefore() != null) {
                judgement.timeIsTheEarliest();
                bookings.promised(decision, judgement.rankAt(decision.getNotBefore()), judgement.opensThen());
            }
        }
        eachRequestEndsOnce();
        waitsEndWhenTheySay();
        urgencyOrdersWhatFallsDueTogether();
        return complaints;
    }

    private void complain(Decision decision, String text) {
        complaints.add(new Complaint(decision.getRequest().getRequestId(), decision.getDecisionId(), text));
    }

    private void eachRequestEndsOnce() {
        Map<String, Integer> ends = new HashMap<>();
        decisions.stream()
                .filter(History::isFinal)
                .forEach(decision -> ends.merge(decision.getRequest().getRequestId(), 1, Integer::sum));
        for (Journal.Entry input : journal.entries()) {
            if (input.event() instanceof OutboundRequest request) {
                int times = ends.getOrDefault(request.getRequestId(), 0);
                if (times != 1) {
                    complaints.add(new Complaint(
                            request.getRequestId(), null, request.getRequestId() + " ended " + times + " times"));
                }
            }
        }
    }

    /**
     * A wait ends at its not_before, or before it when something ends it early; never later than a line's last send made
     * it. A new policy may move the slots that were promised under the old one.
     */
    private void waitsEndWhenTheySay() {
        Map<String, Decision> waiting = new HashMap<>();
        for (Decision decision : decisions) {
            if ("DUPLICATE_REQUEST".equals(decision.getBindingCode())) {
                continue;
            }
            Decision before = waiting.put(decision.getDecisionId().replaceAll("#.*", ""), decision);
            if (before != null
                    && before.getNotBefore() != null
                    && samePolicy(before, decision)
                    && decision.getDecidedAt().isAfter(before.getNotBefore().plusSeconds(1))) {
                complain(
                        decision,
                        "was to be judged at " + before.getNotBefore() + ", not at " + decision.getDecidedAt());
            }
        }
    }

    private void urgencyOrdersWhatFallsDueTogether() {
        Map<String, Decision> before = new HashMap<>();
        Decision last = null;
        for (Decision decision : decisions) {
            Decision wait = before.put(decision.getRequest().getRequestId(), decision);
            boolean fellDue =
                    wait != null && decision.getDecidedAt().equals(wait.getNotBefore()) && samePolicy(wait, decision);
            if (!fellDue) {
                last = null;
                continue;
            }
            if (last != null
                    && last.getDecidedAt().equals(decision.getDecidedAt())
                    && last.getJournalOffset() == decision.getJournalOffset()
                    && place(last).compareTo(place(decision)) > 0) {
                complain(decision, "fell due with " + last.getDecisionId() + " and should have gone before it");
            }
            last = decision;
        }
    }

    private boolean samePolicy(Decision one, Decision other) {
        return history.policyOffset((int) one.getJournalOffset())
                == history.policyOffset((int) other.getJournalOffset());
    }

    private String place(Decision decision) {
        int offset = (int) decision.getJournalOffset();
        int arrivalOffset = history.arrivalOffset(decision.getRequest().getRequestId(), offset);
        int rank = Math.max(1, rank(decision, decision.getDecidedAt()));
        return rank + "/" + "%09d".formatted(arrivalOffset);
    }

    /** 0 for a reply in a conversation that is active at {@code at}, else one more than the priority's place. */
    private int rank(Decision decision, Instant at) {
        OutboundRequest request = decision.getRequest();
        boolean active = history.isActive(request.getRecipient(), at, (int) decision.getJournalOffset());
        return active ? 0 : priorityRank(request);
    }

    private static int priorityRank(OutboundRequest request) {
        return request.getPurpose() == Purpose.ONE_TIME_CODE
                ? 1
                : 1 + List.of(Priority.HIGH, Priority.NORMAL, Priority.BULK).indexOf(request.getPriority());
    }

    /** One decision, looked at with everything that had happened before it. */
    private final class Judgement {
        private final Decision decision;
        private final Bookings.@Nullable Booking held;
        private final OutboundRequest request;
        private final String recipient;
        private final String line;
        private final Instant at;
        private final int offset;
        private final int arrivalOffset;
        private final Limits limits;
        private final boolean active;
        private final boolean askedFor;
        private final boolean outreach;

        /**
         * @param held what it had booked; null for nothing
         */
        Judgement(Decision decision, Bookings.@Nullable Booking held) {
            this.held = held;
            this.decision = decision;
            this.request = decision.getRequest();
            this.recipient = request.getRecipient();
            this.line = decision.getLine();
            this.at = decision.getDecidedAt();
            this.offset = (int) decision.getJournalOffset();
            this.arrivalOffset = history.arrivalOffset(request.getRequestId(), offset);
            this.limits = history.limits(offset);
            this.active = history.isActive(recipient, at, offset);
            this.askedFor = confirmsAnOptOut(at);
            this.outreach = !active && !askedFor;
        }

        void nothingForbidsIt() {
            forbid(line == null || history.line(line, offset) == null, "has no line");
            forbid(request.getLine() != null && !request.getLine().equals(line), "left by another line than its own");
            forbid(request.getNotBefore() != null && at.isBefore(request.getNotBefore()), "left before its not_before");
            forbid(at.isAfter(deadline()), "left after its deadline");
            forbid(request.getHoldForReply() && !hasReplied(), "left before the reply that it holds for");
            forbid(request.getCancelOnReply() && hasReplied(), "left after the reply that stops it");
            forbid(history.isSuspended(request, at, offset), "left while it was suspended");
            forbid("line", !history.isSending(line, offset), "left by a line that is not ACTIVE");
            forbid("consent", isOptedOut() && !askedFor, "went to somebody who opted out");
            forbid("consent", isCold(), "is cold outreach");
            forbid(
                    "first-message",
                    hasLink() && limits.links().equals("reject") && isUnanswered(),
                    "is a link too early");
            forbid(
                    "first-message",
                    hasMedia() && limits.media().equals("reject") && isUnanswered(),
                    "is media too early");
            forbid("quiet-hours", isNight(), "left at night");
            forbid("new-conversations", hasOpenedEnough(), "is one new conversation too many for its line");
            forbid("server-quota", isServerFull(), "is one send too many for its server");
            forbid("assignment", isServerTooBusyForNewUsers(), "was assigned to a server that takes no new users");
            forbid("dialogue", isNobodyAnswering(), "is outreach of a line that nobody answers");
            forbid("loop", !askedFor && history.isLoop(recipient, at, offset), "is one more of a loop");
            followUps();
            burst();
            besideBookings();
        }

        /** What is promised to those whom it respects leaves room for it. */
        private void besideBookings() {
            String objection = line == null || askedFor ? null : outlook().objection(at, Outlook.Measure.BARE);
            forbid(objection != null, "left although, with what is booked, it " + objection);
        }

        private void followUps() {
            History.Turns turns = history.turns(recipient, at, offset);
            Instant turnStart = turns.turnStart();
            boolean isSoon = turnStart != null && at.isBefore(turnStart.plus(limits.spacing()));
            forbid("follow-ups", isMonologue(), "is one more of a monologue");
            forbid(
                    "follow-ups",
                    active && !askedFor && isMonologueWithBookings(),
                    "is one more of a monologue with those that are booked");
            forbid("follow-ups", isFollowUpTooMany(), "is one follow-up too many");
            forbid("follow-ups", outreach && !turns.joins() && isSoon, "follows up too soon");
        }

        private void burst() {
            List<Send> window = history.window(line, at, limits.window());
            long outreachSends = window.stream().filter(Send::outreach).count();
            forbid("burst", window.size() >= limits.max(), "is one too many in its line's window");
            forbid(
                    "burst",
                    outreach && outreachSends >= limits.maxOutreach(),
                    "is one too much outreach in its line's window");
            boolean tooClose =
                    history.window(line, at, limits.minGap()).stream().anyMatch(Send::outreach);
            forbid("burst", outreach && tooClose, "left too close behind other outreach of its line");
        }

        void promiseIsKept() {
            boolean silent = line != null && outlook().isSilent(at);
            String broken = promises.broken(decision, silent);
            forbid(broken != null, broken);
        }

        /** What may be sent because it was asked for is judged by other limits then than now. */
        private boolean mayBeAskedFor() {
            return request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION || request.getPurpose() == Purpose.HELP_ANSWER;
        }

        void timeIsTheEarliest() {
            if (line == null) {
                return;
            }
            Outlook outlook = outlook();
            String fault = mayBeAskedFor() ? null : promises.faultOf(decision, outlook);
            forbid(fault != null, fault);
            promises.given(decision, rankAt(decision.getNotBefore()), outlook);
        }

        /** That of its booking for a time: what was asked for goes as replies do. */
        int rankAt(Instant time) {
            return confirmsAnOptOut(time) ? 0 : rank(decision, time);
        }

        boolean opensThen() {
            return line != null && outlook().opens(decision.getNotBefore());
        }

        /** Refused before its deadline for what is promised to others. */
        void thereIsNoRoom() {
            String code = String.valueOf(decision.getBindingCode());
            boolean isPlanned = code.equals("EXPIRED") || code.equals("FOLLOW_UP_LIMIT");
            if (!isPlanned || line == null || mayBeAskedFor() || !at.isBefore(deadline())) {
                return;
            }
            Instant room = promises.roomFor(decision, deadline(), outlook());
            forbid(room != null, "was refused with " + code + ", but nothing forbids " + room);
        }

        private Outlook outlook() {
            return new Outlook(
                    history,
                    bookings,
                    request,
                    line,
                    at,
                    offset,
                    priorityRank(request),
                    zone(),
                    held == null ? null : held.line());
        }

        void everyReasonIsThere() {
            forbid(decision.getFindings().stream().noneMatch(this::rejects), "was rejected without a reason");
            for (Finding finding : decision.getFindings()) {
                String code = finding.getCode();
                if (code != null
                        && finding.getEnforced()
                        && finding.getEffect().name().equals("REJECT")) {
                    demand(isReason(code), code);
                }
            }
        }

        private boolean rejects(Finding finding) {
            return finding.getEnforced() && finding.getEffect() == Effect.REJECT;
        }

        private boolean isReason(String code) {
            return switch (code) {
                case "DUPLICATE_REQUEST" -> history.submissions(request.getRequestId(), offset) > 1;
                case "UNKNOWN_LINE" -> history.line(request.getLine(), offset) == null;
                case "LINE_RETIRED" -> isRetired() && limits.enforces("line");
                case "OPTED_OUT" -> isOptedOut() && (!askedFor || hasToWaitUntil(confirmableUntil()));
                case "COLD_OUTREACH" -> isCold();
                case "FIRST_MESSAGE_LINK" -> hasLink() && isUnanswered() && !request.getHoldForReply();
                case "FIRST_MESSAGE_MEDIA" -> hasMedia() && isUnanswered() && !request.getHoldForReply();
                case "STOPPED_BY_REPLY" -> request.getCancelOnReply() && hasReplied();
                case "FOLLOW_UP_LIMIT" -> isFollowUpTooMany() || isFollowUpTooManyWithBookings();
                case "MONOLOGUE" -> isMonologue() || isMonologueWithBookings();
                case "SERVER_DAILY_QUOTA" -> (isServerFull() || isServerBookedFull()) && !limits.serverDefers();
                case "NEW_CONVERSATION_QUOTA" -> (hasOpenedEnough() || hasBookedEnough()) && limits.newRejects();
                case "EXPIRED" -> at.isAfter(deadline()) || hasToWait();
                case "CANCELLED" -> decision.getAttempt() > 1;
                default -> false;
            };
        }

        private boolean isRetired() {
            LineUpdate update = history.line(line, offset);
            return update != null && update.getStatus() == LineStatus.RETIRED;
        }

        /** Refused at once, or at its deadline, for the sake of a wait that would end too late. */
        private boolean hasToWait() {
            return !at.isBefore(deadline()) || hasToWaitUntil(deadline().plusMillis(1));
        }

        private boolean hasToWaitUntil(Instant tooLate) {
            return decision.getFindings().stream()
                    .anyMatch(finding -> finding.getEffect() == Effect.DEFER
                            && finding.getEnforced()
                            && finding.getUntil() != null
                            && !finding.getUntil().isBefore(tooLate));
        }

        private void forbid(boolean wrong, @Nullable String text) {
            if (wrong) {
                complain(decision, decision.getDecisionId() + " " + text);
            }
        }

        private void forbid(String rule, boolean wrong, String text) {
            forbid(wrong && limits.enforces(rule), text);
        }

        private void demand(boolean holds, String code) {
            forbid(!holds, "was rejected with " + code + " for no reason");
        }

        private Instant deadline() {
            Instant created = history.at(arrivalOffset);
            Instant notBefore = request.getNotBefore();
            Instant from = notBefore != null && notBefore.isAfter(created) ? notBefore : created;
            Instant latest = from.plus(limits.maxWait());
            return request.getExpiresAt() != null && request.getExpiresAt().isBefore(latest)
                    ? request.getExpiresAt()
                    : latest;
        }

        private boolean hasReplied() {
            return history.hasReplied(recipient, arrivalOffset, offset);
        }

        private boolean isUnanswered() {
            return !history.hasAnswered(line, recipient, offset);
        }

        private boolean hasLink() {
            return interpretation.hasLink(request.getText());
        }

        private boolean hasMedia() {
            return !request.getAttachments().isEmpty();
        }

        private boolean isOptedOut() {
            return history.wish(recipient, offset) == Wish.OPT_OUT;
        }

        private boolean confirmsAnOptOut(Instant time) {
            return request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION
                    && isOptedOut()
                    && !hasLink()
                    && !hasMedia()
                    && time.isBefore(confirmableUntil())
                    && !history.isConfirmed(recipient, offset);
        }

        private Instant confirmableUntil() {
            return history.optedOutAt(recipient, offset).plus(limits.confirmWithin());
        }

        private boolean isCold() {
            return limits.consentRequired()
                    && history.wish(recipient, offset) == Wish.NOTHING
                    && (!history.hasWritten(recipient, offset) || request.getPurpose() == Purpose.MARKETING)
                    && request.getConsent() == null;
        }

        private boolean isNight() {
            if (askedFor) {
                return false;
            }
            int inbound = history.lastAnswerOffset(recipient, offset);
            if (inbound >= 0 && Duration.between(history.at(inbound), at).compareTo(limits.repliesWithin()) <= 0) {
                return false;
            }
            return limits.isNight(at, zone());
        }

        private ZoneId zone() {
            if (limits.quietZone() != null) {
                return limits.quietZone();
            }
            if (request.getTimeZone() != null) {
                return ZoneId.of(request.getTimeZone());
            }
            return interpretation.zoneOf(recipient);
        }

        private boolean isMonologue() {
            return active && !askedFor && history.turns(recipient, at, offset).inARow() >= limits.monologue();
        }

        private boolean isFollowUpTooMany() {
            History.Turns turns = history.turns(recipient, at, offset);
            return outreach && !turns.joins() && turns.turns() >= 1 + limits.followUps();
        }

        /** At the time that was planned the conversation may be over, and bookings of outreach count. */
        private List<Bookings.Booking> seen() {
            return bookings.seenBy(priorityRank(request));
        }

        /** By then the turns that are booked have gone too, each message in the turn before it if that is open. */
        private boolean isFollowUpTooManyWithBookings() {
            return mostTurnsWith(bookings.seenBy(priorityRank(request))) >= 1 + limits.followUps();
        }

        private int mostTurnsWith(List<Bookings.Booking> seen) {
            History.Turns sent = history.turns(recipient, at, offset);
            List<Instant> messages = seen.stream()
                    .filter(booking -> booking.recipient().equals(recipient))
                    .map(Bookings.Booking::at)
                    .sorted()
                    .toList();
            int turns = sent.turns();
            Instant start = sent.turnStart();
            int inTurn = sent.inTurn();
            int most = turns;
            Instant last = history.lastSend(recipient);
            for (Instant message : messages) {
                if (last != null && !message.isBefore(last.plus(limits.resetAfter()))) {
                    turns = 0;
                    start = null;
                }
                last = message;
                boolean joins = start != null
                        && !message.isAfter(start.plus(limits.turnWindow()))
                        && inTurn < limits.turnMessages();
                turns = joins ? turns : turns + 1;
                start = joins ? start : message;
                inTurn = joins ? inTurn + 1 : 1;
                most = Math.max(most, turns);
            }
            return most;
        }

        private boolean isMonologueWithBookings() {
            // Under another policy a conversation may be over before what was booked inside it.
            long booked = bookings.seenBy(0).stream()
                    .filter(booking ->
                            booking.recipient().equals(recipient) && history.isActive(recipient, booking.at(), offset))
                    .count();
            return history.turns(recipient, at, offset).inARow() + booked >= limits.monologue();
        }

        /** On one of the days until its deadline the bookings that it respects fill the server's day. */
        private boolean isServerBookedFull() {
            int least = Math.min(limits.outreachLimit(), limits.serverLimit());
            return days(limits.serverZone()).anyMatch(day -> {
                long booked = seen().stream()
                        .filter(booking -> booking.server().equals(history.server(line, offset))
                                && LocalDate.ofInstant(booking.at(), limits.serverZone())
                                        .equals(day))
                        .count();
                Instant noon = day.atTime(12, 0).atZone(limits.serverZone()).toInstant();
                return history.serverDay(history.server(line, offset), noon, limits.serverZone(), offset) + booked
                        >= least;
            });
        }

        private boolean hasBookedEnough() {
            return days(limits.newZone()).anyMatch(day -> {
                long booked = seen().stream()
                        .filter(booking -> booking.line().equals(line)
                                && LocalDate.ofInstant(booking.at(), limits.newZone())
                                        .equals(day))
                        .count();
                return history.openedOn(line, day, limits.newZone()) + booked >= limitOn(day);
            });
        }

        private Stream<LocalDate> days(ZoneId zone) {
            // A policy may have moved the deadline into the past.
            Instant last = deadline().isBefore(at) ? at : deadline();
            LocalDate first = LocalDate.ofInstant(at, zone);
            return first.datesUntil(LocalDate.ofInstant(last, zone).plusDays(2));
        }

        private boolean hasOpenedEnough() {
            if (line == null || !history.isNewTo(line, recipient, offset)) {
                return false;
            }
            LocalDate today = LocalDate.ofInstant(at, limits.newZone());
            return history.openedOn(line, today, limits.newZone()) >= limitOn(today);
        }

        private int limitOn(LocalDate today) {
            return limits.newLimitOn(today, history.activated(line));
        }

        private boolean isServerFull() {
            return line != null && serverDay() >= (outreach ? limits.outreachLimit() : limits.serverLimit());
        }

        private int serverDay() {
            return history.serverDay(history.server(line, offset), at, limits.serverZone(), offset);
        }

        private boolean isServerTooBusyForNewUsers() {
            // Whoever has a booked send goes to the line of that booking, its own first of all.
            boolean isHeld = held != null && held.line().equals(line);
            boolean isExpected = isHeld
                    || bookings.seenBy(Bookings.LAST).stream()
                            .anyMatch(booking -> booking.recipient().equals(recipient)
                                    && booking.line().equals(line));
            return request.getLine() == null
                    && !isExpected
                    && history.isUnknown(recipient, offset)
                    && serverDay() >= limits.noNewUsersAt() * limits.serverLimit();
        }

        /** A silent line's outreach may trickle, so far apart. */
        private boolean isNobodyAnswering() {
            return outreach
                    && line != null
                    && outlook().isSilent(at)
                    && history.window(line, at, limits.backoff()).stream().anyMatch(Send::outreach);
        }
    }
}
