package dev.linewarden.core;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Effect;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.rules.Boards;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.CountingRule;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** A server's send, a line's, a recipient's, a conversation and its opener, a home and a turn. */
    private static final int MOST_CHANGES = 7;

    private final RecipientFacts facts;
    private final Rule[] rules;
    private final CountingRule[] counting;
    private final RuleModes modes;
    private final Boards boards = new Boards();

    public Gatekeeper(RecipientFacts facts) {
        this(facts, Rules.ALL);
    }

    Gatekeeper(RecipientFacts facts, List<Rule> rules) {
        this.facts = facts;
        this.rules = rules.toArray(Rule[]::new);
        this.counting = rules.stream()
                .filter(CountingRule.class::isInstance)
                .map(CountingRule.class::cast)
                .toArray(CountingRule[]::new);
        this.modes = new RuleModes(rules);
    }

    /**
     * @param waiting the wait that just ended; null on the first attempt. What it has booked must be free already.
     */
    public Verdict decide(
            StateView state, OutboundRequest request, @Nullable Deferral waiting, Instant now, Policy policy) {
        Case unrouted = open(state, request, waiting, now, policy);
        List<Finding> findings = new ArrayList<>(Rules.GUARDS.size() + rules.length);
        for (int i = 0; i < Rules.GUARDS.size(); i++) {
            Rules.GUARDS.get(i).judge(unrouted, findings);
            Finding refusal = first(findings, Effect.REJECT);
            if (refusal != null) {
                return new Verdict.Rejected(List.of(refusal), null, refusal.code());
            }
        }
        Case c = unrouted.routed(LinePicker.choose(unrouted));
        judge(c, findings);
        Line line = c.line();
        if (line != null && !isBlocked(findings)) {
            return new Verdict.Approved(findings, line, changes(c));
        }
        Finding refusal = first(findings, Effect.REJECT);
        return refusal == null ? plan(c, findings) : new Verdict.Rejected(findings, line, refusal.code());
    }

    private static boolean isBlocked(List<Finding> findings) {
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).blocks()) {
                return true;
            }
        }
        return false;
    }

    /** What a send of this request would change, whether or not the rules would let it pass. */
    List<StateChange> changesOf(
            StateView state, OutboundRequest request, LineChoice choice, Instant now, Policy policy) {
        return changes(open(state, request, null, now, policy).routed(choice));
    }

    private Case open(
            StateView state, OutboundRequest request, @Nullable Deferral waiting, Instant now, Policy policy) {
        return Case.unrouted(request, waiting, now, policy, state, facts, boards.of(request.pool(), state));
    }

    /** What it remembers of lines: whoever changes the state says so there. */
    Boards boards() {
        return boards;
    }

    /** Adds what every rule says of the case. */
    private void judge(Case c, List<Finding> found) {
        for (int i = 0; i < rules.length; i++) {
            Rule rule = rules[i];
            Mode mode = modes.of(i, c.policy());
            if (mode == Mode.ENFORCE || rule.isInstruction(c)) {
                rule.judge(c, found);
            } else if (mode == Mode.OBSERVE) {
                observe(rule, c, found);
            }
        }
    }

    private static void observe(Rule rule, Case c, List<Finding> found) {
        int before = found.size();
        rule.judge(c, found);
        found.subList(before, found.size())
                .replaceAll(finding -> finding.effect() == Effect.PASS ? finding : finding.observedOnly());
    }

    private List<StateChange> changes(Case c) {
        List<StateChange> changes = new ArrayList<>(MOST_CHANGES);
        for (CountingRule rule : counting) {
            rule.onApproval(c, changes);
        }
        return changes;
    }

    /**
     * The first time that suits every rule, as far as it was found.
     *
     * @param c the case at that time
     * @param binding what held longest, or holds
     * @param met every code that stood in the way, of the moment and of times in between
     * @param refusal what would refuse it then; null for nothing
     */
    private record Search(
            Case c,
            Finding binding,
            Set<Code> met,
            @Nullable Finding refusal) {}

    /**
     * What the rules say against a send at some time.
     *
     * @param holds what would defer it
     * @param refusal the first that would refuse it; null for none
     */
    private record Objections(List<Finding> holds, @Nullable Finding refusal) {}

    private Search search(Case now, List<Finding> moment) {
        Case c = now;
        Set<Code> met = EnumSet.noneOf(Code.class);
        Finding binding = latest(moment);
        Objections objections = new Objections(moment, null);
        for (int jump = 0; !objections.holds().isEmpty() && !binding.holds() && jump < MOST_JUMPS; jump++) {
            met.add(codeOf(binding));
            c = routedAt(timeOf(binding), c, binding);
            objections = objectionsAt(c);
            binding = objections.holds().isEmpty() ? binding : latest(objections.holds());
        }
        return new Search(c, binding, met, objections.refusal());
    }

    private Verdict plan(Case now, List<Finding> moment) {
        Search found = search(now, moment);
        Finding binding = found.binding();
        List<Finding> findings = withBinding(moment, binding);
        Instant deadline = now.deadline();
        if (binding.holds()) {
            return now.now().isBefore(deadline)
                    ? new Verdict.Held(
                            findings,
                            found.c().line(),
                            codeOf(binding),
                            awaited(now, findings),
                            deadline,
                            now.urgency())
                    : tooLate(findings, found.c().line(), "held", heldTooLong(binding), deadline);
        }
        if (timeOf(binding).isAfter(deadline)) {
            return tooLate(findings, found.c().line(), timeOf(binding), earliest(now, found), deadline);
        }
        Finding refusal = found.refusal();
        return refusal == null
                ? promise(found.c(), findings, binding)
                : new Verdict.Rejected(withRefusal(moment, refusal), found.c().line(), refusal.code());
    }

    /** The first time at which no rule would defer or refuse the case; null when there is none. */
    @Nullable
    Instant earliest(Case c) {
        Objections objections = objectionsAt(c);
        if (objections.holds().isEmpty()) {
            return objections.refusal() == null ? c.at() : null;
        }
        Search found = search(c, objections.holds());
        boolean isFree = !found.binding().holds() && found.refusal() == null;
        return isFree ? found.c().at() : null;
    }

    private Verdict promise(Case c, List<Finding> findings, Finding binding) {
        List<StateChange> turn = new ArrayList<>(1);
        LinePicker.turn(c, turn);
        return new Verdict.Promised(
                findings, c.line(), codeOf(binding), c.at(), booking(c), awaited(c, findings), c.urgency(), turn);
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
     * Who waits for the morning goes to the line that is next in the round-robin then: the one that is free now would take the
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
        return later.routed(LinePicker.choose(later));
    }

    private Objections objectionsAt(Case later) {
        List<Finding> findings = findingsAt(later);
        List<Finding> holds = new ArrayList<>(2);
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (finding.enforced() && finding.effect() == Effect.DEFER) {
                holds.add(finding);
            }
        }
        return new Objections(holds, first(findings, Effect.REJECT));
    }

    private List<Finding> findingsAt(Case later) {
        List<Finding> findings = new ArrayList<>(rules.length);
        judge(later, findings);
        return findings;
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
            List<Finding> findings, @Nullable Line line, Object earliest, String detail, Instant deadline) {
        Finding expiry =
                Finding.reject(Rules.EXPIRY.name(), Code.EXPIRED, detail).measured(earliest, deadline);
        return new Verdict.Rejected(withRefusal(findings, expiry), line, Code.EXPIRED);
    }

    private static String heldTooLong(Finding binding) {
        return binding.await() == Await.CAPACITY
                ? "no line with room came before the deadline; add one, or raise expires_at or deferral.max-wait"
                : "nothing ended the wait before the deadline; raise expires_at or deferral.max-wait to wait longer";
    }

    /** When it could be sent, and what would make room before that. */
    private String earliest(Case now, Search found) {
        Instant until = timeOf(found.binding());
        List<Finding> others = findingsAt(found.c());
        others.removeIf(finding -> finding.rule().equals(Rules.EXPIRY.name()));
        Finding refusal = first(others, Effect.REJECT);
        return "it could be sent at the earliest at " + until + ", after its deadline; "
                + (refusal == null
                        ? new Room(this, now).until(until, found.met())
                        : "and then " + refusal.code() + " would refuse it");
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
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
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
