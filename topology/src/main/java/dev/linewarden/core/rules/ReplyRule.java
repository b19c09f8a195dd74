package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import java.util.List;

/** {@code hold_for_reply} waits for the recipient's next message in the pool; {@code cancel_on_reply} gives way to it. */
final class ReplyRule implements Rule {

    private static final String NAME = "reply";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstruction(Case c) {
        return true;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        boolean replied = c.hasRepliedSince();
        if (c.request().cancelOnReply() && replied) {
            return Finding.reject(
                    NAME, Code.STOPPED_BY_REPLY, "cancel_on_reply: the recipient has replied since the request came");
        }
        return c.request().holdForReply() && !replied
                ? Finding.hold(
                        NAME,
                        Code.AWAITING_REPLY,
                        Await.REPLY,
                        "hold_for_reply: waits for the recipient's next message")
                : PASSES;
    }
}
