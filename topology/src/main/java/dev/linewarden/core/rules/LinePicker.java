package dev.linewarden.core.rules;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.Policy.Rehoming;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Booking;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Recipient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the line of a request: the one it is pinned to, else its recipient's home, else the line on which a message to the
 * recipient is booked, else one that can take a new recipient. Of these the dormant ones come first, then each has its place in
 * the round-robin. The recipient's platform plays no part.
 */
public final class LinePicker {

    private LinePicker() {}

    public static LineChoice choose(Case c) {
        String pool = c.request().pool();
        String pinned = c.request().line();
        if (pinned != null) {
            return new LineChoice(How.PINNED, c.state().line(pool, pinned), null);
        }
        Line home = usableHome(c);
        if (home != null) {
            return new LineChoice(How.HOME, home, null);
        }
        Line own = ownLineNow(c);
        if (own != null) {
            return new LineChoice(How.ASSIGNED, own, null);
        }
        Line booked = bookedLine(c);
        return booked != null ? new LineChoice(How.BOOKED, booked, null) : assign(c);
    }

    /** Where the first of the recipient's messages that wait for their time will go. */
    private static @Nullable Line bookedLine(Case c) {
        for (FollowUps.Expected booked : c.followUps().booked()) {
            Line line = c.state().line(c.request().pool(), booked.line());
            // Who settles by that booking has its place among those that are booked; only sends may have taken it.
            if (line != null
                    && line.isActive()
                    && !isFull(
                            c,
                            line,
                            c.state().residents(line.pool(), line.line()).count())) {
                return line;
            }
        }
        return null;
    }

    /**
     * Adds who is next in the round-robin, once the request is sent or has booked. Who had booked on the same line was next once
     * already: else a night's requests would all be given the same line.
     */
    public static void turn(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line != null && c.choice().how() == How.ASSIGNED && !line.line().equals(c.ownLine())) {
            changes.add(new StateChange.Assigned(line.line()));
        }
    }

    private static @Nullable Line usableHome(Case c) {
        Recipient recipient = c.recipient();
        if (recipient.home() == null) {
            return null;
        }
        Line home = c.state().line(recipient.pool(), recipient.home());
        if (home == null || home.status() == Status.RETIRED) {
            return null;
        }
        boolean left = home.evacuated()
                || (home.status() == Status.FLAGGED && c.policy().flaggedLine().home() == Rehoming.REASSIGN);
        return left ? null : home;
    }

    private static LineChoice assign(Case c) {
        Booking own = c.ownBooking();
        if (own == null) {
            return c.board().choose(c);
        }
        Line line = ownLine(c, own);
        c.board().freed(own.line(), own.server());
        LineChoice choice = c.board().choose(c);
        Line other = choice.line();
        boolean isAsGood = line != null && (other == null || !firstFree(c, line).isAfter(firstFree(c, other)));
        return isAsGood ? new LineChoice(How.ASSIGNED, line, null) : choice;
    }

    /** The line that the request has booked, when it can send by it now: then nobody else need be asked. */
    private static @Nullable Line ownLineNow(Case c) {
        Booking own = c.ownBooking();
        Line line = own == null || !c.isNow() ? null : ownLine(c, own);
        return line != null && !firstFree(c, line).isAfter(c.at()) ? line : null;
    }

    /**
     * The line that the request has booked, when it can take it: who is planned anew changes lines for an earlier time only.
     * Its recipient was assigned by the booking, so that the server takes no more new users since does not matter.
     */
    private static @Nullable Line ownLine(Case c, Booking own) {
        Line line = c.state().line(c.request().pool(), own.line());
        if (line == null || !line.isActive() || isFull(c, line) || isSpent(c, ServerQuotaRule.sent(c, line, c.at()))) {
            return null;
        }
        LineActivity activity = c.state().lineActivity(line.pool(), line.line());
        return !c.opens(line) || mayOpen(c, line, activity, c.at()) ? line : null;
    }

    private static boolean mayOpen(Case c, Line line, LineActivity activity, Instant at) {
        return c.policy().modeOf("new-conversations") != Mode.ENFORCE
                || NewConversationRule.hasRoom(c, line, activity, at);
    }

    /** When the line could first send one more message of the kind, whoever gets it. */
    static Instant firstFree(Case c, Line line) {
        return c.policy().modeOf(BurstRule.NAME) == Mode.ENFORCE ? BurstRule.firstFree(c, line) : c.at();
    }

    /**
     * Why and until when a line can take no new recipient.
     *
     * @param until the first time at which it can, by what is sent and booked on each day
     * @param isSpent whether nothing stands in the way but what its server has sent, or will, of the kind
     */
    record Blocked(Instant until, boolean isSpent) {}

    /**
     * What keeps the line from taking a new recipient; null when it can now.
     *
     * @param opens whether a send to the recipient would open a conversation
     */
    static @Nullable Blocked blocked(Case c, Line line, boolean opens) {
        LineActivity activity = c.state().lineActivity(line.pool(), line.line());
        boolean isFull = opens && !mayOpen(c, line, activity, c.at());
        int sent = ServerQuotaRule.sent(c, line, c.at());
        boolean isBusy = isBusy(c, sent);
        boolean isSpent = isSpent(c, sent);
        if (!isFull && !isBusy && !isSpent) {
            return null;
        }
        boolean isSpentAlone = !isFull && !isBusy;
        Instant free = c.at();
        for (int i = 0; i < Case.MOST_DAYS && (isFull || isBusy || isSpent); i++) {
            free = isBusy || isSpent
                    ? Case.nextDay(free, c.policy().serverQuota().zone())
                    : NewConversationRule.nextRoom(c, line, activity, free);
            isFull = opens && !mayOpen(c, line, activity, free);
            sent = ServerQuotaRule.sent(c, line, free);
            isBusy = isBusy(c, sent);
            isSpent = isSpent(c, sent);
        }
        return new Blocked(free, isSpentAlone);
    }

    /** Whether the line is home to as many recipients as the policy allows; only a recipient that leaves makes room. */
    static boolean isFull(Case c, Line line) {
        return isFull(c, line, c.state().residents(line.pool(), line.line()).seenBy(c.precedence()));
    }

    private static boolean isFull(Case c, Line line, int recipients) {
        Integer most = c.policy().mostUsers();
        return most != null
                && recipients >= most
                && !line.line().equals(c.recipient().home());
    }

    private static boolean isBusy(Case c, int sent) {
        return c.policy().modeOf("assignment") == Mode.ENFORCE
                && sent >= c.policy().newUsersUpTo();
    }

    /** Whether the line's server may send no more of the kind on that day, though it may take new users still. */
    private static boolean isSpent(Case c, int sent) {
        return c.policy().modeOf(ServerQuotaRule.NAME) == Mode.ENFORCE && sent >= ServerQuotaRule.limit(c);
    }
}
