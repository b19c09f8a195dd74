package dev.linewarden.core;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.LineChoice;
import dev.linewarden.core.rules.LinePicker;
import dev.linewarden.core.rules.Rule;
import dev.linewarden.core.rules.Rules;
import dev.linewarden.core.rules.StateChange;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one request: a pure function of the state it is shown, the request, the time and the policy.
 *
 * <p>Every rule is evaluated. Reject wins over defer, defer over approve. For a deferral the first time is sought at which,
 * with all that is sent and booked, no rule would hold the request back: each rule says how far its own conflict reaches, and
 * the search goes on from the latest of these times until no rule objects. What would be refused by then is refused at once.
 */
public final class Gatekeeper {

    /** Jumps of the search. Night, spacing, days and slots settle in a few; only a policy that contradicts itself does not. */
    private static final int MOST_JUMPS = 100;

    private final RecipientFacts facts;
    private final List<Rule> rules;

    public Gatekeeper(RecipientFacts facts) {
        this(facts, Rules.ALL);
    }

    Gatekeeper(RecipientFacts facts, List<Rule> rules) {
        this.facts = facts;
        this.rules = rules;
    }

    /**
     * @param waiting the wait that just ended; null on the first attempt. What it has booked must be free already.
     */
    Verdict decide(StateView state, OutboundRequest request, @Nullable Deferral waiting, Instant now, Policy policy) {
        Case unrouted = open(state, request, waiting, now, policy, new LineChoice(LineChoice.How.NONE, null, now));
        for (Rule guard : Rules.GUARDS) {
            List<Finding> findings = guard.judge(unrouted);
            Finding refusal = first(findings, Effect.REJECT);
            if (refusal != null) {
                return new Verdict.Rejected(findings, null, refusal.code());
            }
        }
        Case c = unrouted.on(LinePicker.choose(unrouted));
        List<Finding> findings = evaluate(c);
        Finding refusal = first(findings, Effect.REJECT);
        if (refusal != null) {
            return new Verdict.Rejected(findings, c.line(), refusal.code());
        }
        Line line = c.line();
        return first(findings, Effect.DEFER) == null && line != null
                ? new Verdict.Approved(findings, line, changes(c))
                : plan(c, findings);
    }

    /** What a send of this request would change, whether or not the rules would let it pass. */
    List<StateChange> changesOf(
            StateView state, OutboundRequest request, LineChoice choice, Instant now, Policy policy) {
        return changes(open(state, request, null, now, policy, choice));
    }

    private Case open(
            StateView state,
            OutboundRequest request,
            @Nullable Deferral waiting,
            Instant now,
            Policy policy,
            LineChoice choice) {
        return new Case(
                request,
                now,
                now,
                policy,
                state,
                facts,
                choice,
                waiting,
                state.recipient(request.pool(), request.recipient()),
                state.followUps(request.pool(), request.recipient())
                        .at(now, policy.followUps().resetAfter()));
    }

    private List<Finding> evaluate(Case c) {
        List<Finding> findings = new ArrayList<>(Rules.GUARDS.size() + rules.size());
        Rules.GUARDS.forEach(guard -> findings.add(Finding.pass(guard.name())));
        for (Rule rule : rules) {
            findings.addAll(judge(rule, c));
        }
        return findings;
    }

    private static List<Finding> judge(Rule rule, Case c) {
        if (rule.isInstruction(c)) {
            return rule.judge(c);
        }
        return switch (c.policy().modeOf(rule.name())) {
            case ENFORCE -> rule.judge(c);
            case OBSERVE ->
                rule.judge(c).stream()
                        .map(finding -> finding.effect() == Effect.PASS ? finding : finding.observedOnly())
                        .toList();
            case OFF -> List.of();
        };
    }

    private List<StateChange> changes(Case c) {
        List<StateChange> changes = new ArrayList<>();
        for (Rule rule : rules) {
            changes.addAll(rule.onApproval(c));
        }
        return changes;
    }

    /**
     * Seeks the first time that suits every rule.
     *
     * @param moment the findings of now
     */
    private Verdict plan(Case now, List<Finding> moment) {
        Case c = now;
        Finding binding = latest(moment);
        List<Finding> objections = moment;
        for (int jump = 0; !objections.isEmpty() && !binding.holds() && jump < MOST_JUMPS; jump++) {
            c = routedAt(timeOf(binding), c, binding);
            objections = objectionsAt(c);
            binding = objections.isEmpty() ? binding : latest(objections);
        }
        List<Finding> findings = withBinding(moment, binding);
        Instant deadline = now.deadline();
        if (binding.holds()) {
            return now.now().isBefore(deadline)
                    ? new Verdict.Held(
                            findings, c.line(), codeOf(binding), awaited(now, findings), deadline, now.urgency())
                    : tooLate(findings, c.line(), null, deadline);
        }
        Instant until = timeOf(binding);
        if (until.isAfter(deadline)) {
            return tooLate(findings, c.line(), until, deadline);
        }
        Finding refusal = refusalAt(c);
        return refusal == null
                ? promise(c, findings, binding)
                : new Verdict.Rejected(withRefusal(moment, refusal), c.line(), refusal.code());
    }

    private Verdict promise(Case c, List<Finding> findings, Finding binding) {
        return new Verdict.Promised(
                findings,
                c.line(),
                codeOf(binding),
                c.at(),
                booking(c),
                awaited(c, findings),
                c.urgency(),
                LinePicker.turnOf(c));
    }

    /** What the rules say that a send would take, as one booking. */
    private @Nullable Booking booking(Case c) {
        Line line = c.line();
        if (line == null) {
            return null;
        }
        long serverDay = 0;
        Long conversationDay = null;
        boolean settles = false;
        for (StateChange change : changes(c)) {
            if (change instanceof StateChange.ServerSend send) {
                serverDay = send.epochDay();
            } else if (change instanceof StateChange.NewConversation opened) {
                conversationDay = opened.epochDay();
            } else if (change instanceof StateChange.NewHome && c.choice().how() != LineChoice.How.BOOKED) {
                settles = true;
            }
        }
        return new Booking(line.line(), line.server(), c.at(), c.precedence(), serverDay, conversationDay, settles);
    }

    /**
     * Who waits for the morning goes to the line whose turn it is in the morning: the one that is free now would take the
     * whole night's backlog. Who waits for something of a line keeps the line.
     */
    private static Case routedAt(Instant time, Case c, Finding binding) {
        Case later = c.at(time);
        boolean keepsLine = binding.code() == Code.LINE_BURST || binding.await() == Await.DIALOGUE;
        boolean isRouted =
                c.choice().how() == LineChoice.How.ASSIGNED || c.choice().how() == LineChoice.How.NONE;
        if (keepsLine || !isRouted) {
            return later;
        }
        return later.on(LinePicker.choose(later));
    }

    private List<Finding> objectionsAt(Case later) {
        List<Finding> found = new ArrayList<>(2);
        for (Rule rule : rules) {
            for (Finding finding : judge(rule, later)) {
                if (finding.enforced() && finding.effect() == Effect.DEFER) {
                    found.add(finding);
                }
            }
        }
        return found;
    }

    private @Nullable Finding refusalAt(Case later) {
        for (Rule rule : rules) {
            Finding refusal = first(judge(rule, later), Effect.REJECT);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** The findings of the moment; the rule that binds the release says what it says about that time. */
    private static List<Finding> withBinding(List<Finding> moment, Finding binding) {
        List<Finding> all = new ArrayList<>(moment);
        all.replaceAll(old -> old.rule().equals(binding.rule()) && !old.holds() ? binding : old);
        return all;
    }

    private static List<Finding> withRefusal(List<Finding> moment, Finding refusal) {
        List<Finding> all = new ArrayList<>(moment);
        all.replaceAll(old -> old.rule().equals(refusal.rule()) ? refusal : old);
        return all;
    }

    /** EXPIRED said at once: the wait that was just found would end too late. */
    private static Verdict tooLate(
            List<Finding> findings, @Nullable Line line, @Nullable Instant until, Instant deadline) {
        String detail = until == null
                ? "nothing ended the wait before the deadline; raise expires_at or deferral.max-wait to wait longer"
                : "it could be sent at the earliest at " + until + ", after its deadline; " + roomFor(findings, until);
        Finding expiry = Finding.reject(Rules.EXPIRY.name(), Code.EXPIRED, detail)
                .measured(until == null ? "held" : until, deadline);
        return new Verdict.Rejected(withRefusal(findings, expiry), line, Code.EXPIRED);
    }

    private static String roomFor(List<Finding> findings, Instant until) {
        String later = "expires_at (and deferral.max-wait) not before " + until + " would do";
        for (Finding finding : findings) {
            boolean isOfLines = finding.code() == Code.POOL_AT_CAPACITY
                    || finding.code() == Code.NEW_CONVERSATION_QUOTA
                    || finding.code() == Code.LINE_BURST
                    || finding.code() == Code.NO_DIALOGUE;
            if (finding.blocks() && isOfLines) {
                return "one more line, or " + later;
            }
        }
        return later;
    }

    /** What may end the wait early: what a hold waits for, else what a time may be brought forward by. */
    private static @Nullable Await awaited(Case c, List<Finding> findings) {
        Await timed = null;
        for (Finding finding : findings) {
            if (finding.holds()) {
                return finding.await();
            }
            if (finding.blocks() && finding.await() != null) {
                timed = finding.await();
            }
        }
        return timed == null && c.request().cancelOnReply() ? Await.REPLY : timed;
    }

    private static @Nullable Finding first(List<Finding> findings, Effect effect) {
        for (Finding finding : findings) {
            if (finding.enforced() && finding.effect() == effect) {
                return finding;
            }
        }
        return null;
    }

    /** The first that holds, else the one that defers longest. */
    private static Finding latest(List<Finding> findings) {
        Finding latest = null;
        for (Finding finding : findings) {
            if (finding.enforced() && finding.effect() == Effect.DEFER) {
                if (finding.until() == null) {
                    return finding;
                }
                if (latest == null || finding.until().isAfter(timeOf(latest))) {
                    latest = finding;
                }
            }
        }
        if (latest == null) {
            throw new IllegalStateException("a deferral without a finding that defers");
        }
        return latest;
    }

    private static Instant timeOf(Finding binding) {
        Instant until = binding.until();
        if (until == null) {
            throw new IllegalStateException("a binding deferral without a time");
        }
        return until;
    }

    private static Code codeOf(Finding finding) {
        Code code = finding.code();
        if (code == null) {
            throw new IllegalStateException("rule " + finding.rule() + " defers without a code");
        }
        return code;
    }
}
