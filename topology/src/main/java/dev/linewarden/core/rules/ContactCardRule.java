package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest.Attachment;
import java.util.List;
import java.util.Set;

/** Once the recipient has replied, a contact card makes the line a known sender. */
final class ContactCardRule implements CountingRule {

    private static final String NAME = "contact-card";
    private static final Finding PASSES = Finding.pass(NAME);
    private static final Finding DUE =
            Finding.advise(NAME, Code.SHARE_CONTACT_CARD, "the recipient has replied and has no contact card yet");

    private static final Set<String> CARD_TYPES = Set.of("text/vcard", "text/x-vcard", "text/directory");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        boolean due = c.recipient().inbounds() > 0 && !c.recipient().cardShared() && !carriesCard(c);
        return due ? DUE : PASSES;
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        if (carriesCard(c)) {
            changes.add(new StateChange.CardShared(c.request().recipient()));
        }
    }

    private static boolean carriesCard(Case c) {
        for (Attachment attachment : c.request().attachments()) {
            if (CARD_TYPES.contains(attachment.mimeType())) {
                return true;
            }
        }
        return false;
    }
}
