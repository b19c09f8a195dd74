package dev.linewarden.core.rules;

import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.state.Recipient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages that their recipient has just asked for: the one confirmation of its opt-out, and the answer to its HELP. What
 * guards people against messages that they do not want does not stand in their way: they go at night, after a burst and with
 * all follow-ups used up. What platforms count (a server's day, a line's window and new conversations) they count in too.
 */
final class AskedFor {

    private AskedFor() {}

    /** What a rule finds that does not stand in its way. */
    static Finding passes(String rule) {
        return Finding.passBecause(rule, "the recipient has just asked for it");
    }

    static boolean is(Case c) {
        return isConfirmation(c) || isHelpAnswer(c);
    }

    /** Text alone, once for each opt-out, within five minutes unless the policy says otherwise: 47 CFR 64.1200(a)(12). */
    static boolean isConfirmation(Case c) {
        OutboundRequest request = c.request();
        Recipient recipient = c.recipient();
        return request.purpose() == Purpose.OPT_OUT_CONFIRMATION
                && recipient.consent() == Recipient.Consent.OPTED_OUT
                && !recipient.optOutConfirmed()
                && isRecent(recipient.optedOutAt(), c)
                && request.attachments().isEmpty()
                && !c.facts().hasLink(request.text());
    }

    private static boolean isHelpAnswer(Case c) {
        return c.request().purpose() == Purpose.HELP_ANSWER
                && isRecent(c.recipient().helpAskedAt(), c);
    }

    private static boolean isRecent(@Nullable Instant asked, Case c) {
        return asked != null && c.at().isBefore(asked.plus(c.policy().consent().confirmWithin()));
    }
}
