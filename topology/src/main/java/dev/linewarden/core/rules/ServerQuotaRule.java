package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A server sends so many messages a calendar day, over all its lines; outreach stops short of what is kept for replies. */
final class ServerQuotaRule implements CountingRule {

    static final String NAME = "server-quota";

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
        if (line == null) {
            return PASSES;
        }
        Policy.ServerQuota policy = c.policy().serverQuota();
        int sent = sent(c, line, c.at());
        int limit = limit(c);
        if (sent < limit) {
            return Finding.pass(NAME, sent, limit);
        }
        String detail = limit < policy.limit()
                ? "what is left of the server's day is kept for replies"
                : "the server has sent its messages of the day, or they are booked";
        Finding finding =
                switch (policy.over()) {
                    case REJECT -> Finding.reject(NAME, Code.SERVER_DAILY_QUOTA, detail);
                    case DEFER -> Finding.deferUntil(NAME, Code.SERVER_DAILY_QUOTA, nextRoom(c, line), detail);
                };
        return finding.measured(sent, limit);
    }

    /** How many sends of the kind of the case a server has a day. */
    static int limit(Case c) {
        Policy.ServerQuota policy = c.policy().serverQuota();
        return c.isOutreach() ? policy.outreachLimit() : policy.limit();
    }

    /** Who is assigned gets the line that has room on the next day, be it another: the first day of this one may be too late. */
    private static Instant nextRoom(Case c, Line line) {
        ZoneId zone = c.policy().serverQuota().zone();
        Instant day = Case.nextDay(c.at(), zone);
        if (c.choice().how() == How.ASSIGNED) {
            return day;
        }
        for (int i = 0; i < Case.MOST_DAYS && sent(c, line, day) >= limit(c); i++) {
            day = Case.nextDay(day, zone);
        }
        return day;
    }

    /** Sends of the line's server on the day of {@code at}, those that are booked and count for the case among them. */
    static int sent(Case c, Line line, Instant at) {
        long day = Case.dayOf(at, c.policy().serverQuota().zone());
        return c.state().serverDay(line.pool(), line.server(), day).seenBy(c.precedence());
    }

    @Override
    public Window window(Policy policy, Instant at) {
        return Window.dayOf(at, policy.serverQuota().zone());
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null) {
            changes.add(new StateChange.ServerSend(
                    line.server(), Case.dayOf(c.at(), c.policy().serverQuota().zone())));
        }
    }
}
