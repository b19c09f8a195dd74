package dev.linewarden.core;

import dev.linewarden.core.fleet.Alarms;
import dev.linewarden.core.fleet.Dormancy;
import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Alert.Severity;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Review;
import dev.linewarden.core.rules.DialogueRule;
import dev.linewarden.core.rules.LineChoice;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Openers;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Recipient.Tie;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.WaitingList;
import dev.linewarden.core.wishes.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes in what gateways and operators report, and ends the waits that were for it. */
final class Reports {

    /** The server of a line that sent before anybody reported it. */
    private static final String UNKNOWN_SERVER = "unknown";

    // A line's minutes are kept for a day and more: of a later report the hour before is still known.
    private static final Duration MOST_LATE = Duration.ofHours(22);

    private final Input input;
    private final Rows rows;
    private final Gatekeeper gatekeeper;
    private final Policy policy;
    private final Instant at;
    private final Alarms alarms;

    Reports(Input input, Gatekeeper gatekeeper) {
        this.input = input;
        this.rows = input.draft();
        this.gatekeeper = gatekeeper;
        this.policy = input.policy();
        this.at = input.at();
        this.alarms = new Alarms(input);
    }

    void take(ConversationEvent event) {
        Recipient recipient = rows.recipient(event.pool(), event.recipient());
        Wish wish = wishOf(event);
        if (wish == Wish.OPT_OUT) {
            noticeIfLate(event);
        }
        switch (event.kind()) {
            case INBOUND_MESSAGE -> inbound(event, recipient.exchanged(at, policy.loop()), wish);
            case OPTED_IN -> rows.put(wished(recipient, wish));
            case OPTED_OUT -> optedOut(wished(recipient, wish));
            case CONTACT_CARD_SHARED -> rows.put(recipient.withCardShared());
            case SENT_ELSEWHERE -> sentElsewhere(event);
            case SEND_FAILED -> giveBack(event);
        }
    }

    private @Nullable Wish wishOf(ConversationEvent event) {
        return switch (event.kind()) {
            case INBOUND_MESSAGE -> policy.consent().wishes().read(event.text());
            case OPTED_IN -> Wish.OPT_IN;
            case OPTED_OUT -> Wish.OPT_OUT;
            default -> null;
        };
    }

    private Recipient wished(Recipient recipient, @Nullable Wish wish) {
        if (wish == null) {
            return recipient;
        }
        return switch (wish) {
            case OPT_OUT -> recipient.optedOut(at);
            case OPT_IN -> recipient.optedIn();
            case HELP -> recipient.askedForHelp(at);
        };
    }

    /** An opt-out that was said before messages which have been approved since. */
    private void noticeIfLate(ConversationEvent event) {
        List<FollowUps.Approval> since = rows.followUps(event.pool(), event.recipient()).recent().stream()
                .filter(approval -> approval.at().isAfter(event.at()))
                .toList();
        if (!since.isEmpty()) {
            alarms.lateOptOut(event, since, at, offset());
        }
    }

    /** A flag that was set before messages of the line which have been approved since. */
    private void noticeIfLate(LineUpdate report) {
        Instant lastSend = rows.lineActivity(report.pool(), report.line()).lastSend();
        if (lastSend == null || !lastSend.isAfter(report.at())) {
            return;
        }
        // Requests are not indexed by line: a flag that comes late is rare, and worth reading all of them.
        List<FollowUps.Approval> since = new ArrayList<>();
        rows.walk(Table.REQUESTS, Keys.start(report.pool()), Keys.end(report.pool()), row -> {
            RequestRecord record = (RequestRecord) row;
            if (record.outcome() == Outcome.APPROVED
                    && report.line().equals(record.line())
                    && record.decidedAt().isAfter(report.at())) {
                since.add(new FollowUps.Approval(record.requestId(), record.decidedAt()));
            }
        });
        if (!since.isEmpty()) {
            since.sort(Comparator.comparing(FollowUps.Approval::at).thenComparing(FollowUps.Approval::requestId));
            alarms.lateFlag(report, since, at, offset());
        }
    }

    private void inbound(ConversationEvent event, Recipient recipient, @Nullable Wish wish) {
        if (wish == Wish.OPT_OUT || wish == Wish.HELP) {
            // No answer to anything: whoever writes it is known to the line from then on, so that what follows opens no
            // new conversation; it opens no active one, answers no opener, and ends no wait. Whoever opts out is not
            // followed up any more, so that count is over.
            if (recipient.tie(event.line()) == null) {
                newContact(event);
            }
            Recipient heard = wished(recipient.knownTo(event.line()), wish);
            if (wish == Wish.OPT_OUT) {
                countTurnsAnew(event);
                optedOut(heard);
            } else {
                rows.put(heard);
            }
        } else {
            answer(event, recipient, wish);
        }
    }

    private void answer(ConversationEvent event, Recipient recipient, @Nullable Wish wish) {
        Tie tie = recipient.tie(event.line());
        if (tie == null || tie.firstInbound() == null) {
            newContact(event);
        }
        if (tie != null && tie.firstInbound() == null && tie.firstSend() != null) {
            answered(event, tie.firstSend());
        }
        String line = nameOf(event.pool(), event.line());
        Recipient next = wished(recipient.knownTo(line).wroteTo(line, at), wish);
        rows.put(next);
        new WaitingList(rows).replied(next, at, policy);
        countTurnsAnew(event);
        if (!event.line().isEmpty()) {
            rows.put(rows.burstMinute(event.pool(), event.line(), BurstMinute.minuteOf(at.toEpochMilli()))
                    .withInbound(at));
        }
    }

    /**
     * The line's name as its own row has it: so the rows of its recipients need no copies, and a rule that asks whether it is the
     * same line need not read it.
     */
    private String nameOf(String pool, String name) {
        Line line = rows.line(pool, name);
        return line == null ? name : line.line();
    }

    /** What waits for somebody who wants no messages is refused at once, not at its time. */
    private void optedOut(Recipient recipient) {
        rows.put(recipient);
        new WaitingList(rows).refused(recipient, at, policy);
    }

    /** An opener was answered; when with that the line is silent no more, what that held is planned anew. */
    private void answered(ConversationEvent event, Instant openedAt) {
        Openers before = rows.openers(event.pool(), event.line());
        Openers next = before.answered(openedAt);
        rows.put(next);
        boolean recovers = DialogueRule.isSilent(before, policy.dialogue(), at)
                && !DialogueRule.isSilent(next, policy.dialogue(), at);
        if (recovers) {
            end(event.pool(), Deferral.awaitingDialogue(event.line()));
        }
    }

    private void newContact(ConversationEvent event) {
        if (!event.line().isEmpty()) {
            alarms.newContact(event.line());
        }
    }

    private void countTurnsAnew(ConversationEvent event) {
        FollowUps sent = rows.followUps(event.pool(), event.recipient());
        rows.set(sent.table(), sent.key(), sent.answered());
    }

    /** A send that did not pass the gate counts in every limit. */
    private void sentElsewhere(ConversationEvent event) {
        sent(OutboundRequest.unwritten(event.pool(), event.recipient(), event.line(), at), event.line());
    }

    /** Counts a send that is a fact, whatever the rules would say of it. */
    void sent(OutboundRequest request, String lineName) {
        String pool = request.pool();
        Line known = rows.line(pool, lineName);
        Line line = known != null ? known : new Line(pool, lineName, UNKNOWN_SERVER, Status.ACTIVE, null, at, false);
        LineChoice choice = new LineChoice(LineChoice.How.PINNED, line, null);
        new Ledger(input).apply(gatekeeper.changesOf(rows, request, choice, at, policy));
    }

    private void giveBack(ConversationEvent event) {
        if (event.requestId() == null) {
            return;
        }
        RequestRecord record = rows.request(event.pool(), event.requestId());
        if (record != null && record.outcome() == Outcome.APPROVED && record.server() != null) {
            rows.put(rows.serverDay(event.pool(), record.server(), record.epochDay())
                    .plus(-1));
            rows.put(record.givenBack());
        }
    }

    void take(LineUpdate report) {
        Line before = rows.line(report.pool(), report.line());
        if (report.resumes() && (before == null || before.status() != Status.PAUSED)) {
            // It was flagged, retired or brought back before its pause was over.
            return;
        }
        boolean changed = before == null || before.status() != report.status();
        Line line = new Line(
                report.pool(),
                report.line(),
                report.server(),
                report.status(),
                report.activatedAt() == null && before != null ? before.activatedAt() : report.activatedAt(),
                changed || before == null ? at : before.since(),
                report.evacuate() && report.status() != Status.ACTIVE);
        rows.put(line);
        new Dormancy(input).reported(before, line);
        boolean left = line.evacuated() && (before == null || !before.evacuated());
        if (left || (changed && (line.isActive() || line.status() == Status.RETIRED))) {
            end(report.pool(), Deferral.awaitingLine(report.line()));
        }
        if (left || (changed && !line.isActive() && before != null)) {
            rows.put(Release.ofBookings(report.pool(), report.line(), at, offset()));
        }
        if (!changed) {
            return;
        }
        if (report.status() == Status.ACTIVE) {
            end(report.pool(), Deferral.awaitingCapacity());
        } else if (before != null && before.isActive()) {
            alarms.lineLeft();
        }
        if (report.status() == Status.FLAGGED) {
            noticeIfLate(report);
            input.emit(flagged(report));
        }
    }

    private Alert flagged(LineUpdate report) {
        // The gateway's own time, when it is credible: a report that comes late tells of an earlier hour.
        boolean credible = !report.at().isAfter(at) && report.at().isAfter(at.minus(MOST_LATE));
        Review review = Reviewer.review(rows, report.pool(), report.line(), credible ? report.at() : at);
        return new Alert(
                report.pool() + "/" + report.line() + "/flagged/" + offset(),
                report.pool(),
                Kind.LINE_FLAGGED,
                Severity.CRITICAL,
                report.line(),
                report.server(),
                null,
                null,
                "Line " + report.line() + " was flagged; " + cause(review)
                        + " Its requests are held: report it ACTIVE once it is well again,"
                        + " or move its recipients with `linewarden line evacuate " + report.line() + "`.",
                at,
                review);
    }

    private static String cause(Review review) {
        Review.Pattern first = review.patterns().get(0);
        return review.sends() == 0
                ? "the gate knows of no send in the hour before: look for a sender that does not pass it."
                : "the hour before looks most like " + first.name() + ": " + first.evidence() + ".";
    }

    private void end(String pool, String cause) {
        if (new WaitingList(rows).isAwaited(pool, cause)) {
            rows.put(Release.of(pool, cause, at, offset()));
        }
    }

    private long offset() {
        return input.position().offset();
    }
}
