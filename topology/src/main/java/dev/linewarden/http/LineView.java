package dev.linewarden.http;

import dev.linewarden.core.Outlook;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.StateView;
import dev.linewarden.facts.LibraryFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line, and what it can still do.
 *
 * @param since when the gate learnt of this status
 * @param idleSince since when it has sent nothing
 * @param nextFree the first time at which it could write to somebody new; null when nothing but an operator or a recipient
 *     who leaves makes room
 * @param binding what keeps it from writing to somebody new now: {@code status}, {@code suspension} (of the whole pool), or the name of
 *     a limit; null when nothing does
 */
record LineView(
        String pool,
        String line,
        Instant asOf,
        String server,
        String status,
        Instant since,
        @Nullable Instant activatedAt,
        boolean evacuated,
        @Nullable Instant lastSend,
        Instant idleSince,
        @Nullable Instant nextFree,
        @Nullable String binding,
        Limits limits)
        implements Answer {

    private static final LibraryFacts FACTS = new LibraryFacts();

    /**
     * Every limit of a line.
     *
     * @param newConversations of the calendar day
     * @param serverSends of its server's calendar day, those of the server's other lines too
     * @param burst sends within the policy's window
     * @param outreach those of them outside active conversations
     * @param users recipients whose home it is
     */
    record Limits(
            LimitView newConversations, LimitView serverSends, LimitView burst, LimitView outreach, LimitView users) {}

    /** Reads a line of an opened pool. */
    static LineView of(PoolDesk.Opened pool, Line line) {
        StateView state = pool.view().state();
        LineActivity activity = pool.view().activity(line.line());
        Outlook outlook = Outlook.of(state, FACTS, pool.policy(), line, pool.now());
        Limits limits = limits(pool, line, activity, outlook);
        return new LineView(
                line.pool(),
                line.line(),
                pool.now(),
                line.server(),
                line.status().name(),
                line.since(),
                line.activatedAt(),
                line.evacuated(),
                activity.lastSend(),
                activity.idleSince(line),
                outlook.nextFree(),
                binding(pool, line, outlook, limits),
                limits);
    }

    private static @Nullable String binding(PoolDesk.Opened pool, Line line, Outlook outlook, Limits limits) {
        if (!line.isActive()) {
            return "status";
        }
        if (pool.view().state().suspensions(pool.pool()).of("", pool.now()) != null) {
            return "suspension";
        }
        if (outlook.nextFree() != null && !outlook.nextFree().isAfter(pool.now())) {
            return null;
        }
        if (limits.users().isSpent()) {
            return "users";
        }
        if (limits.serverSends().isSpent()) {
            return "server_sends";
        }
        if (limits.newConversations().isSpent()) {
            return "new_conversations";
        }
        if (limits.serverSends().limit() != null
                && limits.serverSends().used() + limits.serverSends().booked()
                        >= pool.policy().newUsersUpTo()) {
            return "assignment";
        }
        return limits.burst().isSpent() || limits.outreach().isSpent() ? "burst" : "spacing_or_dialogue";
    }

    private static Limits limits(PoolDesk.Opened pool, Line line, LineActivity activity, Outlook outlook) {
        Policy policy = pool.policy();
        Instant now = pool.now();
        StateView state = pool.view().state();
        Outlook.Day conversations = outlook.conversations();
        Outlook.Day sends = outlook.server();
        Residents residents = state.residents(line.pool(), line.line());
        Integer mostUsers = policy.mostUsers();
        LimitView users = LimitView.of(residents.count(), residents.booked().total(), mostUsers, null);
        return new Limits(
                LimitView.ofDay(
                        conversations.used(),
                        conversations.booked(),
                        conversations.limit(),
                        now,
                        policy.newConversations().zone(),
                        day -> activity.newConversations(day)
                                + activity.booked(day).total()),
                LimitView.ofDay(
                        sends.used(),
                        sends.booked(),
                        sends.limit(),
                        now,
                        policy.serverQuota().zone(),
                        day -> ServerView.taken(state.serverDay(line.pool(), line.server(), day))),
                burst(state, policy, line, now, false),
                burst(state, policy, line, now, true),
                users.isSpent() ? users : LimitView.of(users.used(), users.booked(), mostUsers, now));
    }

    /** Sends of the window that ends now; slots that are booked in the one that begins. */
    private static LimitView burst(StateView state, Policy policy, Line line, Instant now, boolean outreachAlone) {
        long window = policy.burst().window().toMillis();
        long millis = now.toEpochMilli();
        List<Long> sent = new ArrayList<>();
        int booked = 0;
        for (long minute = BurstMinute.minuteOf(millis - window);
                minute <= BurstMinute.minuteOf(millis + window);
                minute++) {
            for (long entry :
                    state.burstMinute(line.pool(), line.line(), minute).packed()) {
                long at = BurstMinute.millis(entry);
                if (outreachAlone && !BurstMinute.isOutreach(entry)) {
                    continue;
                }
                if (BurstMinute.isSend(entry) && at > millis - window) {
                    sent.add(at);
                } else if (!BurstMinute.isSend(entry) && at >= millis && at < millis + window) {
                    booked++;
                }
            }
        }
        Integer limit = policy.modeOf("burst") != Mode.ENFORCE
                ? null
                : outreachAlone
                        ? Integer.valueOf(policy.burst().maxOutreach())
                        : Integer.valueOf(policy.burst().max());
        Instant free = limit == null || sent.size() < limit
                ? now
                : Instant.ofEpochMilli(sent.get(sent.size() - limit) + window);
        return LimitView.of(sent.size(), booked, limit, free);
    }
}
