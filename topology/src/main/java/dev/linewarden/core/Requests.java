package dev.linewarden.core;

import dev.linewarden.core.fleet.Alarms;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    void judge(OutboundRequest request, @Nullable Deferral waiting) {
        WaitingList waitingList = new WaitingList(draft);
        if (waiting != null) {
            waitingList.remove(waiting);
        }
        Verdict verdict = gatekeeper.decide(draft, request, waiting, now, policy);
        if (waiting != null && verdict.sameWait() && verdict.slot() != null) {
            waitingList.add(waiting.dueAt(verdict.slot(), verdict.slot()), waiting.arrival());
            return;
        }
        conclude(request, waiting, verdict);
    }

    private void conclude(OutboundRequest request, @Nullable Deferral waiting, Verdict verdict) {
        Decision decision = new Decision(
                request,
                verdict.outcome(),
                verdict.line() == null ? null : verdict.line().line(),
                verdict.line() == null ? null : verdict.line().server(),
                verdict.findings(),
                verdict.bindingCode(),
                verdict.notBefore(),
                waiting == null ? 1 : waiting.attempt() + 1,
                now,
                policy.version(),
                input.policyHash(),
                build,
                input.position());
        new Ledger(input).apply(verdict.changes());
        String deferralKey = verdict.outcome() == Outcome.DEFERRED ? hold(decision, waiting, verdict) : null;
        if (isJudged(verdict)) {
            draft.put(record(decision, waiting, deferralKey));
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
        for (Finding finding : decision.findings()) {
            if (finding.code() == Code.NO_DIALOGUE) {
                new Alarms(input).nobodyAnswers(finding, line);
            } else if (finding.code() == Code.REPLY_LOOP && decision.outcome() != Outcome.REJECTED) {
                new Alarms(input).answerEachOther(finding, decision.request(), line);
            }
        }
    }

    /** Nothing is remembered of a duplicate, nor of a request whose id cannot be a key. */
    private boolean isJudged(Verdict verdict) {
        return verdict.bindingCode() != Code.DUPLICATE_REQUEST && verdict.bindingCode() != Code.INVALID_REQUEST;
    }

    private String hold(Decision decision, @Nullable Deferral waiting, Verdict verdict) {
        OutboundRequest request = decision.request();
        Instant due = verdict.judgeAt() == null ? now : verdict.judgeAt();
        Deferral deferral = new Deferral(
                request,
                decision.attempt(),
                due,
                due,
                verdict.cause(),
                verdict.urgency(),
                waiting == null ? input.position().offset() : waiting.arrival(),
                waiting == null
                        ? draft.recipient(request.pool(), request.recipient()).inbounds()
                        : waiting.inboundsSeen(),
                waiting == null ? now : waiting.firstJudgedAt(),
                now,
                decision.line(),
                verdict.slot(),
                verdict.reply());
        return new WaitingList(draft).add(deferral, input.position().offset());
    }

    private RequestRecord record(Decision decision, @Nullable Deferral waiting, @Nullable String deferralKey) {
        boolean sent = decision.outcome() == Outcome.APPROVED;
        return new RequestRecord(
                decision.request().pool(),
                decision.request().requestId(),
                waiting == null ? decision.outcome() : Outcome.DEFERRED,
                decision.outcome(),
                decision.bindingCode(),
                decision.attempt(),
                waiting == null ? now : waiting.firstJudgedAt(),
                now,
                decision.line(),
                sent ? decision.server() : null,
                Case.dayOf(now, policy.serverQuota().zone()),
                deferralKey,
                decision.request().contentHash());
    }

    void obey(Command command) {
        switch (command.kind()) {
            case CANCEL -> {
                Deferral waiting = waitingFor(command);
                if (waiting != null) {
                    cancel(waiting, "a CANCEL command reached the waiting request");
                }
            }
            case RELEASE -> {
                Deferral waiting = waitingFor(command);
                if (waiting != null) {
                    judge(waiting.request(), waiting);
                }
            }
            case FORGET -> forget(command);
        }
    }

    private @Nullable Deferral waitingFor(Command command) {
        if (command.requestId() == null) {
            return null;
        }
        RequestRecord record = draft.request(command.pool(), command.requestId());
        return record == null || record.deferralKey() == null
                ? null
                : (Deferral) draft.get(Table.DEFERRALS, record.deferralKey());
    }

    private void cancel(Deferral waiting, String why) {
        end(waiting, Finding.reject("command", Code.CANCELLED, why));
    }

    private void end(Deferral waiting, Finding finding) {
        new WaitingList(draft).remove(waiting);
        conclude(waiting.request(), waiting, Verdict.rejected(List.of(finding), finding.code(), null));
    }

    private void forget(Command command) {
        if (command.recipient() == null) {
            return;
        }
        for (Deferral waiting : new WaitingList(draft).of(command.pool(), command.recipient())) {
            cancel(waiting, "a FORGET command erased the recipient");
        }
        String cause = Deferral.awaitingCapacity();
        if (policy.assignment().maxUsersPerLine() != null && new WaitingList(draft).isAwaited(command.pool(), cause)) {
            // Whoever is forgotten leaves room on its line.
            draft.put(new Release(command.pool(), cause, now, input.position().offset()));
        }
        draft.forget(command.pool(), command.recipient());
    }

    void park(Deferral deferral) {
        Instant deadline = Case.deadline(deferral.request(), policy);
        if (!now.isBefore(deadline)) {
            end(deferral, Finding.reject("expiry", Code.EXPIRED, "could not be judged before its deadline: a bug"));
            return;
        }
        WaitingList waitingList = new WaitingList(draft);
        waitingList.remove(deferral);
        Instant retry = now.plus(Duration.ofHours(1));
        waitingList.add(
                deferral.dueAt(retry.isAfter(deadline) ? deadline : retry, null),
                input.position().offset());
    }
}
