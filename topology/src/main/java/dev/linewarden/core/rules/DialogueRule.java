package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Openers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A line that opens many conversations and is hardly ever answered is silent: its outreach trickles, until people answer or
 * the openers leave the window. Nobody can foresee who answers, so a later time is judged by what was answered so far.
 */
public final class DialogueRule implements CountingRule {

    private static final String NAME = "dialogue";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        Line line = c.line();
        if (line == null || !c.isOutreach()) {
            return PASSES;
        }
        Policy.Dialogue policy = c.policy().dialogue();
        Openers openers = c.state().openers(line.pool(), line.line());
        int opened = opened(openers, policy, c.at());
        if (opened < policy.minOpeners()) {
            return Finding.pass(NAME, new Opened(opened), new Opened(policy.minOpeners()));
        }
        String observed = String.format(Locale.ROOT, "%.3f", rate(openers, policy, c.at()));
        Instant next = isSilent(openers, policy, c.at()) ? next(c, line, openers) : c.at();
        return next.isAfter(c.at())
                ? Finding.deferUntil(
                                NAME,
                                Code.NO_DIALOGUE,
                                next,
                                "hardly anybody answers what this line opens; the next sends should be replies")
                        .measured(observed, policy.minReplyRate())
                        .orOnce(Await.DIALOGUE)
                : Finding.pass(NAME, observed, policy.minReplyRate());
    }

    private record Opened(int openers) {

        @Override
        public String toString() {
            return openers + " openers";
        }
    }

    /** Whether hardly anybody answers what the line has opened, by what was answered so far. */
    public static boolean isSilent(Openers openers, Policy.Dialogue policy, Instant at) {
        return opened(openers, policy, at) >= policy.minOpeners() && rate(openers, policy, at) < policy.minReplyRate();
    }

    private static int opened(Openers openers, Policy.Dialogue policy, Instant at) {
        return openers.openedIn(at.minus(policy.window()), at.minus(policy.grace()));
    }

    private static double rate(Openers openers, Policy.Dialogue policy, Instant at) {
        Instant from = at.minus(policy.window());
        Instant to = at.minus(policy.grace());
        return (double) openers.answeredIn(from, to) / openers.openedIn(from, to);
    }

    /** When the silent line may next send outreach: a trickle apart from all other, or as soon as it is silent no more. */
    private static Instant next(Case c, Line line, Openers openers) {
        Policy.Dialogue policy = c.policy().dialogue();
        Instant trickle = new Trickle(
                        c.state(), line, policy.backoff(), c.precedence(), at -> isSilent(openers, policy, at))
                .next(c.at());
        for (Instant change : openers.changesAfter(c.at(), policy.window(), policy.grace())) {
            if (!change.isBefore(trickle)) {
                return trickle;
            }
            if (!isSilent(openers, policy, change)) {
                return change;
            }
        }
        return trickle;
    }

    @Override
    public Window window(Policy policy, Instant at) {
        return new Window(
                at.minus(policy.dialogue().window()), at.minus(policy.dialogue().grace()));
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null && c.recipient().isNewTo(line.line())) {
            changes.add(new StateChange.Opener(line.line(), c.at()));
        }
    }
}
