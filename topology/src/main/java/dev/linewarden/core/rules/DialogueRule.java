package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Openers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A line that opens many conversations and is hardly ever answered backs off from outreach. */
final class DialogueRule implements Rule {

    @Override
    public String name() {
        return "dialogue";
    }

    @Override
    public boolean isForeseeable() {
        return false;
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null || !c.isOutreach()) {
            return List.of(Finding.pass(name()));
        }
        Policy.Dialogue policy = c.policy().dialogue();
        Openers openers = c.state().openers(line.pool(), line.line());
        Instant horizon = c.at().minus(policy.window());
        int opened = openers.openedAfter(horizon);
        if (opened < policy.minOpeners()) {
            return List.of(Finding.pass(name(), opened + " openers", policy.minOpeners() + " openers"));
        }
        double rate = (double) openers.answeredAfter(horizon) / opened;
        String observed = String.format(Locale.ROOT, "%.3f", rate);
        return List.of(
                rate < policy.minReplyRate()
                        ? Finding.deferUntil(
                                        name(),
                                        Code.NO_DIALOGUE,
                                        c.at().plus(policy.backoff()),
                                        "hardly anybody answers what this line opens; the next sends should be replies")
                                .measured(observed, policy.minReplyRate())
                        : Finding.pass(name(), observed, policy.minReplyRate()));
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        Line line = c.line();
        return line == null || !c.recipient().isNewTo(line.line())
                ? List.of()
                : List.of(new StateChange.Opener(line.line(), c.now()));
    }
}
