package dev.linewarden.http;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server on its calendar day.
 *
 * @param utilisation used as a share of the limit; null when it is not enforced
 * @param takesNewUsers whether its lines are given new recipients: below {@code assignment.no-new-users-at}, what is booked
 *     counted
 * @param passed how many of the policy's steps ({@code alert-at}) it has passed
 */
record ServerView(
        String server,
        List<String> lines,
        int activeLines,
        LimitView sends,
        @Nullable Double utilisation,
        boolean takesNewUsers,
        int passed) {

    /** Those of a pool, by name. */
    static List<ServerView> of(PoolDesk.Opened pool) {
        Map<String, List<Line>> byServer = new TreeMap<>();
        pool.view().lines().forEach(line -> byServer.computeIfAbsent(line.server(), server -> new ArrayList<>())
                .add(line));
        List<ServerView> servers = new ArrayList<>();
        byServer.forEach((server, lines) -> servers.add(of(pool, server, lines)));
        return servers;
    }

    private static ServerView of(PoolDesk.Opened pool, String server, List<Line> lines) {
        Policy policy = pool.policy();
        StateView state = pool.view().state();
        var zone = policy.serverQuota().zone();
        ServerDay today = state.serverDay(
                pool.pool(), server, pool.now().atZone(zone).toLocalDate().toEpochDay());
        Integer limit = policy.modeOf("server-quota") == Mode.ENFORCE
                ? policy.serverQuota().limit()
                : null;
        LimitView sends = LimitView.ofDay(
                today.sends(),
                today.booked().total(),
                limit,
                pool.now(),
                zone,
                day -> taken(state.serverDay(pool.pool(), server, day)));
        double share = (double) today.sends() / policy.serverQuota().limit();
        return new ServerView(
                server,
                lines.stream().map(Line::line).toList(),
                (int) lines.stream().filter(Line::isActive).count(),
                sends,
                limit == null ? null : share,
                taken(today) < policy.newUsersUpTo(),
                policy.stepsPassed(share));
    }

    static int taken(ServerDay day) {
        return day.sends() + day.booked().total();
    }
}
