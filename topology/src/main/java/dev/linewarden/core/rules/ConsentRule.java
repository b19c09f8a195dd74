package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.state.Recipient;
import java.util.List;

/** Nobody is texted who opted out, and nobody who neither opted in nor ever wrote. */
final class ConsentRule implements Rule {

    @Override
    public String name() {
        return "consent";
    }

    private static boolean isKnown(Case c) {
        return c.recipient().consent() == Recipient.Consent.OPTED_IN
                || c.recipient().inbounds() > 0
                || c.request().consent() != null;
    }

    /** Whether the recipient opted out, or never gave a sign that it wants to be texted; whatever the policy asks for. */
    static boolean isCold(Case c) {
        return c.recipient().consent() == Recipient.Consent.OPTED_OUT || !isKnown(c);
    }

    @Override
    public List<Finding> judge(Case c) {
        Recipient recipient = c.recipient();
        if (recipient.consent() == Recipient.Consent.OPTED_OUT) {
            return List.of(
                    Finding.reject(name(), Code.OPTED_OUT, "the recipient opted out and has not opted in since"));
        }
        return List.of(
                isKnown(c) || !c.policy().consent().required()
                        ? Finding.pass(name())
                        : Finding.reject(
                                name(),
                                Code.COLD_OUTREACH,
                                "no opt-in, no inbound message and no consent in the request: use an A2P channel"));
    }
}
