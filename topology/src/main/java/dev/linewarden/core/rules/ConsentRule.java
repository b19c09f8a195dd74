package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Purpose;
import dev.linewarden.core.state.Recipient;
import java.util.List;

/**
 * Nobody is texted who opted out, and nobody who neither opted in nor ever wrote; to advertise, an opt-in or a consent is
 * needed. The one confirmation of an opt-out and the answer to HELP are asked for.
 */
final class ConsentRule implements CountingRule {

    private static final String NAME = "consent";
    private static final Finding PASSES = Finding.pass(NAME);
    private static final Finding ASKED_FOR = AskedFor.passes(NAME);

    @Override
    public String name() {
        return NAME;
    }

    private static boolean isKnown(Case c) {
        return c.recipient().consent() == Recipient.Consent.OPTED_IN
                || c.request().consent() != null
                || (hasWritten(c) && c.request().purpose() != Purpose.MARKETING);
    }

    /** A request for help is no answer, but a message that came in. */
    private static boolean hasWritten(Case c) {
        return c.recipient().inbounds() > 0 || c.recipient().helpAskedAt() != null;
    }

    /** Whether the recipient opted out, or never gave a sign that it wants to be texted; whatever the policy asks for. */
    static boolean isCold(Case c) {
        return !c.isAskedFor() && (c.recipient().consent() == Recipient.Consent.OPTED_OUT || !isKnown(c));
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        if (c.isAskedFor()) {
            return ASKED_FOR;
        }
        Recipient recipient = c.recipient();
        if (recipient.consent() == Recipient.Consent.OPTED_OUT) {
            return Finding.reject(NAME, Code.OPTED_OUT, "the recipient opted out and has not opted in since");
        }
        if (isKnown(c) || !c.policy().consent().required()) {
            return PASSES;
        }
        return Finding.reject(
                NAME,
                Code.COLD_OUTREACH,
                c.request().purpose() == Purpose.MARKETING
                        ? "no opt-in and no consent in the request, which marketing needs: use an A2P channel"
                        : "no opt-in, no inbound message and no consent in the request: use an A2P channel");
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        if (AskedFor.isConfirmation(c)) {
            changes.add(new StateChange.OptOutConfirmed(c.request().recipient()));
        }
    }
}
