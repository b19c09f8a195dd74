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
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what was decided against the words of the contract, from both sides: nothing was approved that a limit forbids,
 * and nothing was rejected for a reason that was not there.
 */
public final class Oracle {

    private final Journal journal;
    private final List<Decision> decisions;
    private final Interpretation interpretation;
    private final History history;
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
    }

    /** What does not hold, in the order of the decisions; empty when all does. */
    public List<Complaint> check() {
        for (Decision decision : decisions) {
            history.passTo((int) decision.getJournalOffset());
            if (decision.getOutcome() == Outcome.APPROVED) {
                Judgement judgement = new Judgement(decision);
                judgement.nothingForbidsIt();
                if (decision.getLine() != null) {
                    history.approved(decision, judgement.askedFor);
                }
            } else if (decision.getOutcome() == Outcome.REJECTED) {
                new Judgement(decision).everyReasonIsThere();
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
        return history.policyChange((int) one.getJournalOffset())
                == history.policyChange((int) other.getJournalOffset());
    }

    private String place(Decision decision) {
        OutboundRequest request = decision.getRequest();
        int offset = (int) decision.getJournalOffset();
        boolean active = history.isActive(request.getRecipient(), decision.getDecidedAt(), offset);
        int rank = active
                ? 0
                : List.of(Priority.HIGH, Priority.NORMAL, Priority.BULK).indexOf(request.getPriority());
        return rank + "/" + "%09d".formatted(history.arrival(request.getRequestId(), offset));
    }

    /** One decision, looked at with everything that had happened before it. */
    private final class Judgement {
        private final Decision decision;
        private final OutboundRequest request;
        private final String recipient;
        private final String line;
        private final Instant at;
        private final int offset;
        private final int arrival;
        private final Limits limits;
        private final boolean active;
        private final boolean askedFor;
        private final boolean outreach;

        Judgement(Decision decision) {
            this.decision = decision;
            this.request = decision.getRequest();
            this.recipient = request.getRecipient();
            this.line = decision.getLine();
            this.at = decision.getDecidedAt();
            this.offset = (int) decision.getJournalOffset();
            this.arrival = history.arrival(request.getRequestId(), offset);
            this.limits = history.limits(offset);
            this.active = history.isActive(recipient, at, offset);
            this.askedFor = confirmsAnOptOut();
            this.outreach = !active && !askedFor;
        }

        void nothingForbidsIt() {
            forbid(line == null || history.line(line, offset) == null, "has no line");
            forbid(request.getLine() != null && !request.getLine().equals(line), "left by another line than its own");
            forbid(request.getNotBefore() != null && at.isBefore(request.getNotBefore()), "left before its not_before");
            forbid(at.isAfter(deadline()), "left after its deadline");
            forbid(request.getHoldForReply() && !hasReplied(), "left before the reply that it holds for");
            forbid(request.getCancelOnReply() && hasReplied(), "left after the reply that stops it");
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
        }

        private void followUps() {
            History.Turns turns = history.turns(recipient, at, offset);
            Instant turnStart = turns.turnStart();
            boolean isSoon = turnStart != null && at.isBefore(turnStart.plus(limits.spacing()));
            forbid("follow-ups", isMonologue(), "is one more of a monologue");
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
                case "OPTED_OUT" -> isOptedOut() && !askedFor;
                case "COLD_OUTREACH" -> isCold();
                case "FIRST_MESSAGE_LINK" -> hasLink() && isUnanswered() && !request.getHoldForReply();
                case "FIRST_MESSAGE_MEDIA" -> hasMedia() && isUnanswered() && !request.getHoldForReply();
                case "STOPPED_BY_REPLY" -> request.getCancelOnReply() && hasReplied();
                case "FOLLOW_UP_LIMIT" -> isFollowUpTooMany();
                case "MONOLOGUE" -> isMonologue();
                case "SERVER_DAILY_QUOTA" -> isServerFull() && !limits.serverDefers();
                case "NEW_CONVERSATION_QUOTA" -> hasOpenedEnough() && limits.newRejects();
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
            return !at.isBefore(deadline())
                    || decision.getFindings().stream()
                            .anyMatch(finding -> finding.getEffect() == Effect.DEFER
                                    && finding.getEnforced()
                                    && finding.getUntil() != null
                                    && finding.getUntil().isAfter(deadline()));
        }

        private void forbid(boolean wrong, String text) {
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
            Instant created = history.at(arrival);
            Instant notBefore = request.getNotBefore();
            Instant from = notBefore != null && notBefore.isAfter(created) ? notBefore : created;
            Instant latest = from.plus(limits.maxWait());
            return request.getExpiresAt() != null && request.getExpiresAt().isBefore(latest)
                    ? request.getExpiresAt()
                    : latest;
        }

        private boolean hasReplied() {
            return history.hasReplied(recipient, arrival, offset);
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

        private boolean confirmsAnOptOut() {
            return request.getPurpose() == Purpose.OPT_OUT_CONFIRMATION
                    && isOptedOut()
                    && !hasLink()
                    && !hasMedia()
                    && Duration.between(history.optedOutAt(recipient, offset), at)
                                    .compareTo(limits.confirmWithin())
                            < 0
                    && !history.isConfirmed(recipient, offset);
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
            int inbound = history.lastAnswer(recipient, offset);
            if (inbound >= 0 && Duration.between(history.at(inbound), at).compareTo(limits.repliesWithin()) <= 0) {
                return false;
            }
            ZoneId zone = zone();
            int minute = LocalTime.ofInstant(at, zone).toSecondOfDay() / 60;
            boolean sunday = LocalDate.ofInstant(at, zone).getDayOfWeek() == DayOfWeek.SUNDAY;
            int to = sunday && limits.sundayTo() >= 0 ? limits.sundayTo() : limits.quietTo();
            boolean afterwards = minute >= to;
            boolean beforehand = minute < limits.quietFrom();
            return !(to < limits.quietFrom() ? afterwards && beforehand : afterwards || beforehand);
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

        private boolean hasOpenedEnough() {
            if (line == null || !history.isNewTo(line, recipient, offset)) {
                return false;
            }
            LocalDate today = LocalDate.ofInstant(at, limits.newZone());
            return history.openedOn(line, today, limits.newZone()) >= limitOn(today);
        }

        private int limitOn(LocalDate today) {
            Instant activated = journal.entries().stream()
                    .map(Journal.Entry::event)
                    .filter(LineUpdate.class::isInstance)
                    .map(LineUpdate.class::cast)
                    .filter(update -> update.getLine().equals(line))
                    .findFirst()
                    .map(LineUpdate::getActivatedAt)
                    .orElse(null);
            if (activated == null) {
                return limits.newLimit();
            }
            long age = ChronoUnit.DAYS.between(LocalDate.ofInstant(activated, limits.newZone()), today);
            return age < limits.warmUp().size()
                    ? Math.min(limits.newLimit(), limits.warmUp().get((int) age))
                    : limits.newLimit();
        }

        private boolean isServerFull() {
            return line != null && serverDay() >= (outreach ? limits.outreachLimit() : limits.serverLimit());
        }

        private int serverDay() {
            return history.serverDay(history.server(line, offset), at, limits.serverZone(), offset);
        }

        private boolean isServerTooBusyForNewUsers() {
            return request.getLine() == null
                    && history.isUnknown(recipient, offset)
                    && serverDay() >= limits.noNewUsersAt() * limits.serverLimit();
        }

        private boolean isNobodyAnswering() {
            List<Send> opened = history.window(line, at, limits.dialogueWindow()).stream()
                    .filter(Send::opener)
                    .toList();
            long answered = opened.stream()
                    .filter(opener -> history.isAnswered(opener, offset))
                    .count();
            return outreach
                    && opened.size() >= limits.minOpeners()
                    && (double) answered / opened.size() < limits.minReplyRate();
        }
    }
}
