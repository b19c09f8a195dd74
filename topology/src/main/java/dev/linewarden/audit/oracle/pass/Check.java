package dev.linewarden.audit.oracle.pass;

import java.util.Locale;

/** What is proved, in the order in which it is told. */
public enum Check {
    /** Of each request there is one end, and none is lost. */
    ONE_END("each request ends once", ""),
    /** No decision's id is given twice, and attempts are counted without a gap. */
    DECISION_IDS("no decision id twice", ""),
    /** What is decided follows the journal's order. */
    ORDER("in the journal's order", ""),
    /** What decided is the policy that was in force. */
    POLICY("the policy in force", ""),
    /** A time that was named is kept unless something that may move it happened. */
    PROMISE("promised times kept", ""),
    SCHEDULE("not before its time", ""),
    DEADLINE("not after its deadline", ""),
    HOLD_FOR_REPLY("holds for a reply", ""),
    CANCEL_ON_REPLY("stopped by a reply", ""),
    /** Nothing leaves that an operator has suspended. */
    SUSPENDED("nothing suspended", ""),
    LINE("a line that is ACTIVE", "line"),
    OPTED_OUT("nobody who opted out", "consent"),
    COLD_OUTREACH("no cold outreach", "consent"),
    FIRST_MESSAGE("no link, no media first", "first-message"),
    QUIET_HOURS("quiet hours", "quiet-hours"),
    FOLLOW_UPS("turns unanswered", "follow-ups"),
    SPACING("turns apart", "follow-ups"),
    MONOLOGUE("messages in a row", "follow-ups"),
    LINE_WINDOW("a line's window", "burst"),
    LINE_OUTREACH("a line's outreach in it", "burst"),
    MIN_GAP("outreach apart", "burst"),
    NEW_CONVERSATIONS("new conversations a day", "new-conversations"),
    SERVER_QUOTA("a server's day", "server-quota"),
    NEW_USERS("new users by server load", "assignment"),
    USERS_PER_LINE("users a line", "assignment"),
    DIALOGUE("silent lines trickle", "dialogue"),
    LOOP("no loop", "loop");

    private final String title;
    private final String rule;

    Check(String title, String rule) {
        this.title = title;
        this.rule = rule;
    }

    /** A few words for a table. */
    public String title() {
        return title;
    }

    /** As in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The policy's rule whose mode says whether it is enforced; empty for what always holds. */
    String rule() {
        return rule;
    }
}
