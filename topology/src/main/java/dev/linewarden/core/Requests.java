package dev.linewarden.core;

import dev.linewarden.core.fleet.Alarms;
import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Waiting;
import dev.linewarden.core.state.WaitingList;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One input's dealings with requests. */
final class Requests {
    private final Input input;
    private final Draft draft;
    private final Gatekeeper gatekeeper;
    private final Policy policy;
    private final String build;
    private final Instant now;

    Requests(Input input, Gatekeeper gatekeeper, String build) {
        this.input = input;
        this.draft = input.draft();
        this.gatekeeper = gatekeeper;
        this.policy = input.policy();
        this.now = input.now();
        this.build = build;
    }

    /** Judges a request that came. */
    void judge(OutboundRequest request) {
        conclude(request, null, gatekeeper.decide(draft, request, null, now, policy));
    }

    /** Judges a request that waits. What comes out as it was stays as it is, without a word. */
    void judge(Waiting waiting) {
        Deferral before = waiting.deferral();
        WaitingList waitingList = new WaitingList(draft);
        waitingList.remove(waiting);
        Verdict verdict = gatekeeper.decide(draft, before.request(), before, now, policy);
        List<String> suspendedBy = suspensionsOf(before.request());
        boolean isSuspended = verdict.code() == Code.SUSPENDED;
        if (isSuspended && !suspendedBy.equals(before.suspendedBy())) {
            // What holds it now is something else, and may end at the word of somebody else.
            conclude(before.request(), before, verdict);
        } else if (verdict instanceof Verdict.Promised promise && isSame(before, promise)) {
            waitingList.add(before.suspendedBy(suspendedBy), promise.until(), promise.urgency());
        } else if (verdict instanceof Verdict.Held held && isSame(before, held)) {
            waitingList.add(before.suspendedBy(suspendedBy), held.deadline(), held.urgency());
        } else {
            conclude(before.request(), before, verdict);
        }
    }

    private List<String> suspensionsOf(OutboundRequest request) {
        return draft.suspensions(request.pool()).scopesHolding(request, now);
    }

    private static boolean isSame(Deferral before, Verdict.Promised promise) {
        Booking booking = before.booking();
        return promise.until().equals(before.promised())
                && promise.code() == before.code()
                && Objects.equals(booking, promise.booking());
    }

    private static boolean isSame(Deferral before, Verdict.Held held) {
        return before.promised() == null && held.code() == before.code();
    }

    private void conclude(OutboundRequest request, @Nullable Deferral before, Verdict verdict) {
        Line line = verdict.line();
        Decision decision = new Decision(
                request,
                verdict.outcome(),
                line == null ? null : line.line(),
                line == null ? null : line.server(),
                verdict.findings(),
                verdict.code(),
                verdict instanceof Verdict.Promised promise ? promise.until() : null,
                before == null ? 1 : before.attempt() + 1,
                now,
                policy.version(),
                input.policyHash(),
                build,
                input.position());
        if (decision.isRemembered()) {
            draft.put(record(decision, before));
        }
        if (verdict instanceof Verdict.Approved approved) {
            new Ledger(input).apply(approved.changes());
        } else if (verdict instanceof Verdict.Promised promise) {
            new Ledger(input).apply(promise.changes());
            wait(decision, before, promise.await(), promise.booking(), promise.until(), promise.urgency());
        } else if (verdict instanceof Verdict.Held held) {
            wait(decision, before, held.await(), null, held.deadline(), held.urgency());
        }
        input.emit(decision);
        if (decision.bindingCode() == Code.POOL_AT_CAPACITY) {
            new Alarms(input).noLineTakesNewRecipients();
        }
        if (decision.line() != null) {
            warn(decision, decision.line());
        }
    }

    private void warn(Decision decision, String line) {
        List<Finding> findings = decision.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.code() == Code.NO_DIALOGUE) {
                new Alarms(input).nobodyAnswers(finding, line);
            } else if (finding.code() == Code.REPLY_LOOP && decision.outcome() != Outcome.REJECTED) {
                new Alarms(input).answerEachOther(finding, decision.request(), line);
            }
        }
    }

    private void wait(
            Decision decision,
            @Nullable Deferral before,
            @Nullable Await await,
            @Nullable Booking booking,
            Instant due,
            Priority urgency) {
        OutboundRequest request = decision.request();
        long offset = input.position().offset();
        Deferral deferral = new Deferral(
                request,
                decision.attempt(),
                Objects.requireNonNull(decision.bindingCode()),
                decision.notBefore(),
                causeOf(await, decision),
                before == null ? offset : before.arrivalOffset(),
                offset,
                before == null
                        ? draft.recipient(request.pool(), request.recipient()).inbounds()
                        : before.inboundsSeen(),
                before == null ? now : before.firstJudgedAt(),
                now,
                booking,
                suspensionsOf(request));
        new WaitingList(draft).add(deferral, due, urgency);
    }

    private static @Nullable String causeOf(@Nullable Await await, Decision decision) {
        if (await == null) {
            return null;
        }
        String line = decision.line();
        return switch (await) {
            case LINE -> line == null ? null : Deferral.awaitingLine(line);
            case DIALOGUE -> line == null ? null : Deferral.awaitingDialogue(line);
            case REPLY -> Deferral.awaitingReply(decision.request().recipient());
            case CAPACITY -> Deferral.awaitingCapacity();
            case SUSPENSION, POLICY -> null;
        };
    }

    private RequestRecord record(Decision decision, @Nullable Deferral before) {
        boolean sent = decision.outcome() == Outcome.APPROVED;
        return new RequestRecord(
                decision.request().pool(),
                decision.request().requestId(),
                before == null ? decision.outcome() : Outcome.DEFERRED,
                decision.outcome(),
                decision.bindingCode(),
                decision.attempt(),
                before == null ? now : before.firstJudgedAt(),
                now,
                decision.line(),
                sent ? decision.server() : null,
                Case.dayOf(now, policy.serverQuota().zone()),
                null,
                decision.request().contentHash());
    }

    void obey(Command command) {
        switch (command.kind()) {
            case CANCEL -> {
                Waiting waiting = waitingFor(command);
                if (waiting != null) {
                    cancel(waiting, "a CANCEL command reached the waiting request");
                }
            }
            case RELEASE -> {
                Waiting waiting = waitingFor(command);
                if (waiting != null) {
                    judge(waiting);
                }
            }
            case FORGET -> forget(command);
        }
    }

    private @Nullable Waiting waitingFor(Command command) {
        return command.requestId() == null ? null : new WaitingList(draft).of(command.pool(), command.requestId());
    }

    private void cancel(Waiting waiting, String why) {
        end(waiting, Finding.reject("command", Code.CANCELLED, why));
    }

    private void end(Waiting waiting, Finding finding) {
        new WaitingList(draft).remove(waiting);
        Deferral before = waiting.deferral();
        conclude(before.request(), before, new Verdict.Rejected(List.of(finding), null, finding.code()));
    }

    private void forget(Command command) {
        if (command.recipient() == null) {
            return;
        }
        for (Waiting waiting : new WaitingList(draft).ofRecipient(command.pool(), command.recipient())) {
            cancel(waiting, "a FORGET command erased the recipient");
        }
        String cause = Deferral.awaitingCapacity();
        if (policy.assignment().maxUsersPerLine() != null && new WaitingList(draft).isAwaited(command.pool(), cause)) {
            // Whoever is forgotten leaves room on its line.
            draft.put(Release.of(command.pool(), cause, now, input.position().offset()));
        }
        draft.forget(command.pool(), command.recipient());
    }

    /** Gives a wait that cannot be judged another hour, with nothing booked; past its deadline it is refused unseen. */
    void park(Waiting waiting) {
        Instant deadline = Case.deadline(waiting.deferral().request(), policy);
        if (!now.isBefore(deadline)) {
            end(waiting, Finding.reject("expiry", Code.EXPIRED, "could not be judged before its deadline: a bug"));
            return;
        }
        WaitingList waitingList = new WaitingList(draft);
        waitingList.remove(waiting);
        Instant retry = now.plus(Duration.ofHours(1));
        waitingList.add(
                waiting.deferral().unbooked(),
                retry.isAfter(deadline) ? deadline : retry,
                waiting.wake().urgency());
    }
}
