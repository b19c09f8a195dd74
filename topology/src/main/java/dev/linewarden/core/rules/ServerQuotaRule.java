package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.util.List;

/** A server sends so many messages a calendar day, over all its lines; outreach stops short of what is kept for replies. */
final class ServerQuotaRule implements Rule {

    @Override
    public String name() {
        return "server-quota";
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null) {
            return List.of(Finding.pass(name()));
        }
        Policy.ServerQuota policy = c.policy().serverQuota();
        int sent = sent(c.state(), line, policy, c.at());
        int limit = c.isOutreach() ? policy.outreachLimit() : policy.limit();
        if (sent < limit) {
            return List.of(Finding.pass(name(), sent, limit));
        }
        String detail = limit < policy.limit()
                ? "what is left of the server's day is kept for replies"
                : "the server has sent its messages of the day";
        Finding finding =
                switch (policy.over()) {
                    case REJECT -> Finding.reject(name(), Code.SERVER_DAILY_QUOTA, detail);
                    case DEFER ->
                        Finding.deferUntil(
                                name(), Code.SERVER_DAILY_QUOTA, Case.nextDay(c.at(), policy.zone()), detail);
                };
        return List.of(finding.measured(sent, limit));
    }

    static int sent(StateView state, Line line, Policy.ServerQuota policy, Instant at) {
        return state.serverDay(line.pool(), line.server(), Case.dayOf(at, policy.zone()))
                .sends();
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        Line line = c.line();
        return line == null
                ? List.of()
                : List.of(new StateChange.ServerSend(
                        line.server(),
                        Case.dayOf(c.now(), c.policy().serverQuota().zone())));
    }
}
