package dev.linewarden.core;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.rules.BurstRule;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.LineChoice;
import dev.linewarden.core.rules.LinePicker;
import dev.linewarden.core.rules.Rule;
import dev.linewarden.core.rules.Rules;
import dev.linewarden.core.rules.StateChange;
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
 * <p>Every rule is evaluated. Reject wins over defer, defer over approve. A deferral lasts until the latest {@code until}
 * of its findings, and is asked for again at that time until no rule defers any more, so that upstream gets one honest
 * time.
 */
public final class Gatekeeper {

    /** Rounds of the search for a joint release; quiet hours, spacing and slots settle in two or three. */
    private static final int MAX_ROUNDS = 24;

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
     * @param waiting the wait that just ended; null on the first attempt. Its reserved slot must already be free.
     */
    public Verdict decide(
            StateView state, OutboundRequest request, @Nullable Deferral waiting, Instant now, Policy policy) {
        Case unrouted = open(state, request, waiting, now, policy, new LineChoice(LineChoice.How.NONE, null, now));
        for (Rule guard : Rules.GUARDS) {
            List<Finding> findings = guard.judge(unrouted);
            Finding refusal = first(findings, Effect.REJECT);
            if (refusal != null) {
                return Verdict.rejected(findings, refusal.code(), null);
            }
        }
        Case c = unrouted.on(LinePicker.choose(unrouted));
        List<Finding> findings = evaluate(c);
        Finding refusal = first(findings, Effect.REJECT);
        if (refusal != null) {
            return Verdict.rejected(findings, refusal.code(), c.line());
        }
        return first(findings, Effect.DEFER) == null ? approve(c, findings) : defer(c, findings);
    }

    /** What a send of this request would change, whether or not the rules would let it pass. */
    public List<StateChange> changesOf(
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

    private Verdict approve(Case c, List<Finding> findings) {
        return new Verdict(
                Outcome.APPROVED,
                findings,
                null,
                null,
                null,
                null,
                c.line(),
                null,
                false,
                c.urgency(),
                false,
                changes(c));
    }

    private List<StateChange> changes(Case c) {
        List<StateChange> changes = new ArrayList<>();
        for (Rule rule : rules) {
            changes.addAll(rule.onApproval(c));
        }
        return changes;
    }

    private Verdict defer(Case judged, List<Finding> findings) {
        Case c = judged;
        List<Finding> joint = findings;
        Finding hold = held(joint);
        for (int round = 0; hold == null && round < MAX_ROUNDS; round++) {
            Finding binding = binding(joint);
            Instant release = releaseOf(binding);
            c = binding.code() == Code.LINE_BURST ? c : routedAt(release, c);
            List<Finding> later = deferralsAt(c.at(release));
            if (later.isEmpty()) {
                break;
            }
            joint = merge(joint, later);
            hold = held(joint);
        }
        Finding binding = hold != null ? hold : binding(joint);
        Instant until = binding.until();
        Instant deadline = c.deadline();
        boolean tooLate = until == null ? !c.now().isBefore(deadline) : until.isAfter(deadline);
        if (tooLate) {
            return Verdict.rejected(expired(joint, until, deadline), Code.EXPIRED, c.line());
        }
        Instant slot = until != null && takesSlot(c.at(until)) ? until : null;
        return new Verdict(
                Outcome.DEFERRED,
                joint,
                binding.code(),
                until,
                until == null ? deadline : until,
                cause(c, joint),
                c.line(),
                slot,
                slot != null && c.at(slot).isActive(),
                (until == null ? c : c.at(until)).urgency(),
                slot != null && BurstRule.isDrift(c, slot) && binding.code() == Code.LINE_BURST,
                slot == null ? List.of() : LinePicker.turnOf(c));
    }

    /**
     * Who waits for the morning goes to the line whose turn it is in the morning: the one that is free now would take the
     * whole night's backlog. Who waits for a line's slot keeps the line.
     */
    private static Case routedAt(Instant release, Case c) {
        if (c.choice().how() != LineChoice.How.ASSIGNED) {
            return c;
        }
        LineChoice then = LinePicker.choose(c.at(release));
        return then.line() == null ? c : c.on(then);
    }

    /** Whatever it waits for, it holds its place on the line, so that a backlog is judged once each. */
    private static boolean takesSlot(Case release) {
        return release.line() != null && release.policy().modeOf(BurstRule.NAME) == Policy.Mode.ENFORCE;
    }

    private List<Finding> deferralsAt(Case later) {
        List<Finding> found = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.isForeseeable()) {
                for (Finding finding : judge(rule, later)) {
                    if (finding.enforced() && finding.effect() == Effect.DEFER) {
                        found.add(finding);
                    }
                }
            }
        }
        return found;
    }

    /** One finding a rule: what it said about the later time takes the place of what it said before. */
    private static List<Finding> merge(List<Finding> before, List<Finding> later) {
        List<Finding> merged = new ArrayList<>(before);
        for (Finding finding : later) {
            merged.replaceAll(old -> old.rule().equals(finding.rule()) && !old.holds() ? finding : old);
        }
        return merged;
    }

    /** EXPIRED said at once: the wait that was just found would end too late. */
    private static List<Finding> expired(List<Finding> findings, @Nullable Instant until, Instant deadline) {
        List<Finding> all = new ArrayList<>(findings);
        String detail = until == null
                ? "nothing ended the wait before the deadline; raise expires_at or deferral.max-wait to wait longer"
                : "it could be sent at the earliest after its deadline; raise expires_at or deferral.max-wait, or let it go";
        Finding expiry = Finding.reject(Rules.EXPIRY.name(), Code.EXPIRED, detail)
                .measured(until == null ? "held" : until, deadline);
        all.replaceAll(old -> old.rule().equals(Rules.EXPIRY.name()) ? expiry : old);
        return all;
    }

    /** What ends the wait early: what a hold waits for, else what may bring a time forward. */
    private static @Nullable String cause(Case c, List<Finding> findings) {
        Await timed = null;
        for (Finding finding : findings) {
            if (finding.holds()) {
                return cause(c, finding.await());
            }
            if (finding.blocks() && finding.await() != null) {
                timed = finding.await();
            }
        }
        return cause(c, timed == null && c.request().cancelOnReply() ? Await.REPLY : timed);
    }

    private static @Nullable String cause(Case c, @Nullable Await await) {
        if (await == null) {
            return null;
        }
        Line line = c.line();
        return switch (await) {
            case LINE -> line == null ? null : Deferral.awaitingLine(line.line());
            case REPLY -> Deferral.awaitingReply(c.request().recipient());
            case CAPACITY -> Deferral.awaitingCapacity();
            case POLICY -> null;
        };
    }

    private static @Nullable Finding held(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.holds()) {
                return finding;
            }
        }
        return null;
    }

    private static @Nullable Finding first(List<Finding> findings, Effect effect) {
        for (Finding finding : findings) {
            if (finding.enforced() && finding.effect() == effect) {
                return finding;
            }
        }
        return null;
    }

    private static Finding binding(List<Finding> deferrals) {
        Finding latest = null;
        for (Finding finding : deferrals) {
            if (finding.enforced() && finding.effect() == Effect.DEFER && finding.until() != null) {
                if (latest == null || finding.until().isAfter(latest.until())) {
                    latest = finding;
                }
            }
        }
        if (latest == null) {
            throw new IllegalStateException("a deferral without a finding that defers");
        }
        return latest;
    }

    private static Instant releaseOf(Finding binding) {
        Instant until = binding.until();
        if (until == null) {
            throw new IllegalStateException("a binding deferral without a time");
        }
        return until;
    }
}
