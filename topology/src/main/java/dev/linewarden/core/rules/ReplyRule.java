package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import java.util.List;

/** {@code hold_for_reply} waits for the recipient's next message in the pool; {@code cancel_on_reply} gives way to it. */
final class ReplyRule implements Rule {

    @Override
    public String name() {
        return "reply";
    }

    @Override
    public boolean isInstruction(Case c) {
        return true;
    }

    @Override
    public List<Finding> judge(Case c) {
        boolean replied = c.hasRepliedSince();
        if (c.request().cancelOnReply() && replied) {
            return List.of(Finding.reject(
                    name(),
                    Code.STOPPED_BY_REPLY,
                    "cancel_on_reply: the recipient has replied since the request came"));
        }
        return List.of(
                c.request().holdForReply() && !replied
                        ? Finding.hold(
                                name(),
                                Code.AWAITING_REPLY,
                                Await.REPLY,
                                "hold_for_reply: waits for the recipient's next message")
                        : Finding.pass(name()));
    }
}
