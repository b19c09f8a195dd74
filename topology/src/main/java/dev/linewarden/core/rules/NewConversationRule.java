package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A line opens so many conversations a calendar day: first messages to somebody it never messaged and who never wrote to it. */
public final class NewConversationRule implements CountingRule {

    private static final String NAME = "new-conversations";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        Line line = c.line();
        if (line == null || !c.opens(line)) {
            return PASSES;
        }
        Policy.NewConversations policy = c.policy().newConversations();
        LineActivity activity = c.state().lineActivity(line.pool(), line.line());
        int opened = opened(c, activity, c.at());
        int limit = limit(line, policy, c.at());
        if (opened < limit) {
            return Finding.pass(NAME, opened, limit);
        }
        String detail = "the line has opened its conversations of the day, or they are booked";
        Finding finding =
                switch (policy.over()) {
                    case REJECT -> Finding.reject(NAME, Code.NEW_CONVERSATION_QUOTA, detail);
                    case DEFER ->
                        Finding.deferUntil(NAME, Code.NEW_CONVERSATION_QUOTA, nextPass(c, line, activity), detail);
                };
        return finding.measured(opened, limit);
    }

    /** The next day with room, or just behind the send that is booked to open the conversation. */
    private static Instant nextPass(Case c, Line line, LineActivity activity) {
        Instant room = nextRoom(c, line, activity, c.at());
        Instant opener = c.bookedOpener(line);
        return opener != null && !opener.isBefore(c.at()) && opener.isBefore(room) ? opener.plusMillis(1) : room;
    }

    /** Whether the line may open one more conversation on the day of {@code at}. */
    static boolean hasRoom(Case c, Line line, LineActivity activity, Instant at) {
        return opened(c, activity, at) < limit(line, c.policy().newConversations(), at);
    }

    /** The beginning of the first day after that of {@code at} on which the line may open one more conversation. */
    static Instant nextRoom(Case c, Line line, LineActivity activity, Instant at) {
        ZoneId zone = c.policy().newConversations().zone();
        Instant day = Case.nextDay(at, zone);
        for (int i = 0; i < Case.MOST_DAYS && !hasRoom(c, line, activity, day); i++) {
            day = Case.nextDay(day, zone);
        }
        return day;
    }

    private static int opened(Case c, LineActivity activity, Instant at) {
        return activity.seenBy(
                c.precedence(), Case.dayOf(at, c.policy().newConversations().zone()));
    }

    /** How many conversations the line may open on the day of {@code at}, a new line fewer. */
    public static int limit(Line line, Policy.NewConversations policy, Instant at) {
        Instant activated = line.activatedAt();
        if (activated == null || policy.warmUp().isEmpty()) {
            return policy.limit();
        }
        return policy.limitOnDay(Case.dayOf(at, policy.zone()) - Case.dayOf(activated, policy.zone()) + 1);
    }

    @Override
    public Window window(Policy policy, Instant at) {
        return Window.dayOf(at, policy.newConversations().zone());
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null && c.opens(line)) {
            changes.add(new StateChange.NewConversation(
                    line.line(),
                    Case.dayOf(c.at(), c.policy().newConversations().zone())));
        }
    }
}
