package dev.linewarden.core.rules;

import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Sent;

/** What a review will want to know about a send. Measured whatever the rules' modes: a shadow run is reviewed too. */
final class Traits {

    private Traits() {}

    static Sent of(Case c) {
        Line line = c.line();
        return new Sent(
                c.at(),
                c.isOutreach(),
                line != null && c.recipient().isNewTo(line.line()),
                FollowUpRule.unanswered(c),
                ConsentRule.isCold(c),
                QuietHoursRule.isOffHours(c));
    }
}
