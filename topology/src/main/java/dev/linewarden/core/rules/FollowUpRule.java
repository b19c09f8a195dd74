package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Somebody who does not answer is not hammered: an opener and a few follow-ups, days apart. Inside an active conversation
 * only a monologue is stopped.
 */
final class FollowUpRule implements Rule {

    @Override
    public String name() {
        return "follow-ups";
    }

    @Override
    public List<Finding> judge(Case c) {
        if (AskedFor.is(c)) {
            return List.of(Finding.passBecause(name(), "the recipient has just asked for it"));
        }
        Policy.FollowUps policy = c.policy().followUps();
        FollowUps sent = c.followUps();
        return List.of(c.isActive() ? monologue(policy, sent) : outside(c, policy, sent));
    }

    /** How many turns before this one went unanswered; 0 inside an active conversation. */
    static int unanswered(Case c) {
        FollowUps sent = c.followUps();
        Policy.FollowUps policy = c.policy().followUps();
        if (c.isActive()) {
            return 0;
        }
        return sent.joinsTurn(c.at(), policy.turnWindow(), policy.turnMessages()) ? sent.turns() - 1 : sent.turns();
    }

    private Finding monologue(Policy.FollowUps policy, FollowUps sent) {
        int inARow = sent.inARow() + 1;
        return inARow > policy.monologue()
                ? Finding.reject(
                                name(),
                                Code.MONOLOGUE,
                                "too many messages in a row without an answer: a runaway agent?")
                        .measured(inARow, policy.monologue())
                : Finding.pass(name(), inARow, policy.monologue());
    }

    private Finding outside(Case c, Policy.FollowUps policy, FollowUps sent) {
        int limit = 1 + policy.max();
        Instant start = sent.turnStart();
        if (start == null || sent.joinsTurn(c.at(), policy.turnWindow(), policy.turnMessages())) {
            return Finding.pass(name(), sent.turns(), limit);
        }
        if (sent.turns() >= limit) {
            return Finding.reject(name(), Code.FOLLOW_UP_LIMIT, "the recipient has not answered; wait until it writes")
                    .measured(sent.turns(), limit);
        }
        Instant next = start.plus(policy.spacing());
        return c.at().isBefore(next)
                ? Finding.deferUntil(
                                name(), Code.FOLLOW_UP_SPACING, next, "the turn before it is too recent and unanswered")
                        .measured(Duration.between(start, c.at()), policy.spacing())
                : Finding.pass(name(), sent.turns(), limit);
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        Line line = c.line();
        return line == null
                ? List.of()
                : List.of(new StateChange.RecipientSend(
                        c.request().recipient(), line.line(), c.request().requestId()));
    }
}
