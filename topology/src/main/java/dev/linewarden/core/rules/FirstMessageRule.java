package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Strictness;
import dev.linewarden.core.state.Line;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Before the recipient has replied to the line: no link, no media, and an opener that asks something. */
final class FirstMessageRule implements Rule {

    // Ask in Latin, full-width CJK, Arabic and Greek script.
    private static final String QUESTION_MARKS = "?？؟;";

    @Override
    public String name() {
        return "first-message";
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null || c.recipient().hasWrittenTo(line.line())) {
            return List.of(Finding.pass(name()));
        }
        Policy.FirstMessage policy = c.policy().firstMessage();
        List<Finding> findings = new ArrayList<>(2);
        if (policy.links() != Strictness.OFF && c.facts().hasLink(c.request().text())) {
            add(findings, meet(c, policy.links(), Code.FIRST_MESSAGE_LINK, "a link"));
        }
        if (policy.media() != Strictness.OFF && !c.request().attachments().isEmpty()) {
            add(findings, meet(c, policy.media(), Code.FIRST_MESSAGE_MEDIA, "an attachment"));
        }
        boolean opens = c.recipient().isNewTo(line.line());
        if (opens
                && !AskedFor.is(c)
                && policy.question() != Strictness.OFF
                && !asks(c.request().text())) {
            String detail = "an opener that asks something is answered more often";
            findings.add(
                    policy.question() == Strictness.REJECT
                            ? Finding.reject(name(), Code.OPEN_WITH_QUESTION, detail)
                            : Finding.advise(name(), Code.OPEN_WITH_QUESTION, detail));
        }
        return findings.isEmpty() ? List.of(Finding.pass(name())) : findings;
    }

    private @Nullable Finding meet(Case c, Strictness strictness, Code code, String what) {
        String detail = what + " before the recipient has replied to this line";
        if (strictness == Strictness.ADVISE) {
            return Finding.advise(name(), code, detail);
        }
        if (!c.request().holdForReply()) {
            return Finding.reject(name(), code, detail + "; send it with hold_for_reply to wait instead");
        }
        // While the reply rule holds the request, there is nothing to add; after a reply to another line there is.
        return c.hasRepliedSince()
                ? Finding.hold(name(), code, Await.REPLY, detail + ": waits for a reply to this line")
                : null;
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private static boolean asks(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (QUESTION_MARKS.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
