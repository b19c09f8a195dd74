package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import java.time.Instant;
import java.util.List;

/** A line opens so many conversations a calendar day: first messages to somebody it never messaged and who never wrote to it. */
final class NewConversationRule implements Rule {

    @Override
    public String name() {
        return "new-conversations";
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null || !c.recipient().isNewTo(line.line())) {
            return List.of(Finding.pass(name()));
        }
        Policy.NewConversations policy = c.policy().newConversations();
        int opened = opened(c.state().lineActivity(line.pool(), line.line()), policy, c.at());
        int limit = limit(line, policy, c.at());
        if (opened < limit) {
            return List.of(Finding.pass(name(), opened, limit));
        }
        String detail = "the line has opened its conversations of the day";
        Finding finding =
                switch (policy.over()) {
                    case REJECT -> Finding.reject(name(), Code.NEW_CONVERSATION_QUOTA, detail);
                    case DEFER ->
                        Finding.deferUntil(
                                name(), Code.NEW_CONVERSATION_QUOTA, Case.nextDay(c.at(), policy.zone()), detail);
                };
        return List.of(finding.measured(opened, limit));
    }

    static int opened(LineActivity activity, Policy.NewConversations policy, Instant at) {
        return activity.newConversations(Case.dayOf(at, policy.zone()));
    }

    static int limit(Line line, Policy.NewConversations policy, Instant at) {
        Instant activated = line.activatedAt();
        if (activated == null || policy.warmUp().isEmpty()) {
            return policy.limit();
        }
        return policy.limitOnDay(Case.dayOf(at, policy.zone()) - Case.dayOf(activated, policy.zone()) + 1);
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        Line line = c.line();
        return line == null || !c.recipient().isNewTo(line.line())
                ? List.of()
                : List.of(new StateChange.NewConversation(
                        line.line(),
                        Case.dayOf(c.now(), c.policy().newConversations().zone())));
    }
}
