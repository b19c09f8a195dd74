package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.OutboundRequest.Attachment;
import java.util.List;
import java.util.Set;

/** Once the recipient has replied, a contact card makes the line a known sender. */
final class ContactCardRule implements Rule {

    private static final String NAME = "contact-card";
    private static final List<Finding> PASSES = List.of(Finding.pass(NAME));
    private static final List<Finding> DUE = List.of(
            Finding.advise(NAME, Code.SHARE_CONTACT_CARD, "the recipient has replied and has no contact card yet"));

    private static final Set<String> CARD_TYPES = Set.of("text/vcard", "text/x-vcard", "text/directory");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Finding> judge(Case c) {
        boolean due = c.recipient().inbounds() > 0 && !c.recipient().cardShared() && !carriesCard(c);
        return due ? DUE : PASSES;
    }

    @Override
    public List<StateChange> onApproval(Case c) {
        return carriesCard(c) ? List.of(new StateChange.CardShared(c.request().recipient())) : List.of();
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
