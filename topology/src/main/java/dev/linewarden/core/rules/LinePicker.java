package dev.linewarden.core.rules;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.Policy.Rehoming;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the line of a request: the pinned one, else the recipient's home, else round-robin over the lines that can take
 * a new recipient, dormant ones first. The recipient's platform plays no part.
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
        return home != null ? new LineChoice(How.HOME, home, null) : assign(c);
    }

    /**
     * Whose turn it is next, once the request is sent or holds a slot. Who held a slot of the same line has had its turn:
     * else a night's requests would all be given the same line.
     */
    public static List<StateChange> turnOf(Case c) {
        Line line = c.line();
        if (line == null || c.choice().how() != How.ASSIGNED || line.line().equals(c.heldLine())) {
            return List.of();
        }
        return List.of(new StateChange.Assigned(line.line()));
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
        List<Line> active = inTurn(c);
        if (active.isEmpty()) {
            return new LineChoice(How.NONE, null, null);
        }
        Best dormant = new Best();
        Best busy = new Best();
        Instant firstReset = null;
        Map<String, Boolean> busyServers = new HashMap<>();
        for (Line line : active) {
            LineActivity activity = c.state().lineActivity(line.pool(), line.line());
            Best among = isDormant(c, line, activity) ? dormant : busy;
            if (among.isFreeAt(c.at())) {
                // Its turn comes later: only a dormant line could still go before what was found.
                continue;
            }
            if (isFull(c, line)) {
                continue;
            }
            Instant reset = blockedUntil(c, line, activity, busyServers);
            if (reset == null) {
                among.offer(line, firstFree(c, line));
            } else if (firstReset == null || reset.isBefore(firstReset)) {
                firstReset = reset;
            }
            if (dormant.isFreeAt(c.at())) {
                break;
            }
        }
        Line best = busy.free.isBefore(dormant.free) ? busy.line : dormant.line;
        return best == null ? new LineChoice(How.NONE, null, firstReset) : new LineChoice(How.ASSIGNED, best, null);
    }

    /** Of the lines offered in turn, the one that is free first. */
    private static final class Best {
        private @Nullable Line line;
        private Instant free = Instant.MAX;

        void offer(Line next, Instant nextFree) {
            if (nextFree.isBefore(free)) {
                line = next;
                free = nextFree;
            }
        }

        boolean isFreeAt(Instant at) {
            return !free.isAfter(at);
        }
    }

    /** The ACTIVE lines, beginning with the one whose slot the request holds, else with the one after the last assigned. */
    private static List<Line> inTurn(Case c) {
        String held = c.heldLine();
        String last = c.state().poolClock(c.request().pool()).lastAssigned();
        List<Line> first = new ArrayList<>();
        List<Line> after = new ArrayList<>();
        List<Line> before = new ArrayList<>();
        for (Line line : c.state().lines(c.request().pool())) {
            if (line.isActive()) {
                boolean isHeld = line.line().equals(held);
                boolean comesAfter = last == null || line.line().compareTo(last) > 0;
                (isHeld ? first : comesAfter ? after : before).add(line);
            }
        }
        first.addAll(after);
        first.addAll(before);
        return first;
    }

    private static Instant firstFree(Case c, Line line) {
        return c.policy().modeOf(BurstRule.NAME) == Mode.ENFORCE ? BurstRule.firstFree(c, line) : c.at();
    }

    /**
     * When the line can take a new recipient again; null when it can now.
     *
     * @param busyServers the servers that were looked at for this request, and whether they take no new recipients
     */
    private static @Nullable Instant blockedUntil(
            Case c, Line line, LineActivity activity, Map<String, Boolean> busyServers) {
        Policy policy = c.policy();
        Instant until = null;
        if (policy.modeOf("assignment") == Mode.ENFORCE && isBusy(c, line, busyServers)) {
            until = Case.nextDay(c.at(), policy.serverQuota().zone());
        }
        if (policy.modeOf("new-conversations") == Mode.ENFORCE && c.recipient().isNewTo(line.line())) {
            Policy.NewConversations quota = policy.newConversations();
            if (NewConversationRule.opened(activity, quota, c.at()) >= NewConversationRule.limit(line, quota, c.at())) {
                Instant reset = Case.nextDay(c.at(), quota.zone());
                until = until == null || reset.isAfter(until) ? reset : until;
            }
        }
        return until;
    }

    /** Whether the line is home to as many recipients as the policy allows; only a recipient that leaves makes room. */
    private static boolean isFull(Case c, Line line) {
        Integer most = c.policy().assignment().maxUsersPerLine();
        return most != null
                && c.policy().modeOf("assignment") == Mode.ENFORCE
                && c.state().residents(line.pool(), line.line()) >= most
                && !line.line().equals(c.recipient().home());
    }

    private static boolean isBusy(Case c, Line line, Map<String, Boolean> busyServers) {
        Boolean known = busyServers.get(line.server());
        if (known == null) {
            Policy.ServerQuota quota = c.policy().serverQuota();
            double share = c.policy().assignment().noNewUsersAt() * quota.limit();
            known = ServerQuotaRule.sent(c.state(), line, quota, c.at()) >= share;
            busyServers.put(line.server(), known);
        }
        return known;
    }

    private static boolean isDormant(Case c, Line line, LineActivity activity) {
        return !c.at().isBefore(
                        activity.idleSince(line).plus(c.policy().dormancy().preferAfter()));
    }
}
