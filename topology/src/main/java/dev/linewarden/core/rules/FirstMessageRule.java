package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Strictness;
import dev.linewarden.core.state.Line;
import java.lang.Character.UnicodeScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Before the recipient has replied to the line: no link, no media, and an opener that asks something. */
final class FirstMessageRule implements Rule {

    private static final String NAME = "first-message";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        Line line = c.line();
        if (line == null || c.recipient().hasWrittenTo(line.line())) {
            found.add(PASSES);
            return;
        }
        Policy.FirstMessage policy = c.policy().firstMessage();
        int before = found.size();
        if (policy.links() != Strictness.OFF && c.facts().hasLink(c.request().text())) {
            add(found, meet(c, policy.links(), Code.FIRST_MESSAGE_LINK, "a link"));
        }
        if (policy.media() != Strictness.OFF && !c.request().attachments().isEmpty()) {
            add(found, meet(c, policy.media(), Code.FIRST_MESSAGE_MEDIA, "an attachment"));
        }
        boolean opens = c.recipient().isNewTo(line.line());
        if (opens
                && !c.isAskedFor()
                && policy.question() != Strictness.OFF
                && !asks(c.request().text())) {
            String detail = "an opener that asks something is answered more often";
            found.add(
                    policy.question() == Strictness.REJECT
                            ? Finding.reject(NAME, Code.OPEN_WITH_QUESTION, detail)
                            : Finding.advise(NAME, Code.OPEN_WITH_QUESTION, detail));
        }
        if (found.size() == before) {
            found.add(PASSES);
        }
    }

    private @Nullable Finding meet(Case c, Strictness strictness, Code code, String what) {
        String detail = what + " before the recipient has replied to this line";
        if (strictness == Strictness.ADVISE) {
            return Finding.advise(NAME, code, detail);
        }
        if (!c.request().holdForReply()) {
            return Finding.reject(NAME, code, detail + "; send it with hold_for_reply to wait instead");
        }
        // While the reply rule holds the request, there is nothing to add; after a reply to another line there is.
        return c.hasRepliedSince()
                ? Finding.hold(NAME, code, Await.REPLY, detail + ": waits for a reply to this line")
                : null;
    }

    private static void add(List<Finding> found, @Nullable Finding finding) {
        if (finding != null) {
            found.add(finding);
        }
    }

    private static boolean asks(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isQuestionMark(text.charAt(i)) || isGreekQuestionMark(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** In Latin, full-width CJK and Arabic script, and the one of Greek that is hardly ever typed. */
    private static boolean isQuestionMark(char c) {
        return switch (c) {
            case '?', '\uff1f', '\u061f', '\u037e' -> true;
            default -> false;
        };
    }

    /** Greek asks with a semicolon, which behind any other script's word is one. */
    private static boolean isGreekQuestionMark(String text, int at) {
        return text.charAt(at) == ';' && at > 0 && UnicodeScript.of(text.charAt(at - 1)) == UnicodeScript.GREEK;
    }
}
