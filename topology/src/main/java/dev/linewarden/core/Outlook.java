package dev.linewarden.core;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.rules.Board;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.rules.LinePicker;
import dev.linewarden.core.rules.NewConversationRule;
import dev.linewarden.core.rules.Rules;
import dev.linewarden.core.state.Keyring;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a line can still do.
 *
 * @param nextFree the first time, now or later, at which it could write to somebody new; null when nothing but an operator
 *     or a recipient who leaves makes room
 * @param conversations new conversations of the calendar day
 * @param bookedTomorrow new conversations that are booked on the day after
 * @param server sends of the line's server on its calendar day
 */
public record Outlook(@Nullable Instant nextFree, Day conversations, int bookedTomorrow, Day server) {

    /** What the rules of a line say; those of recipients have no say in when a line is free. */
    private static final Set<String> OF_LINES =
            Set.of("suspension", "line", "assignment", "new-conversations", "server-quota", "dialogue", "burst");

    /**
     * One limit on one day.
     *
     * @param limit null when it is not enforced
     */
    public record Day(int used, int booked, @Nullable Integer limit) {

        /** What is neither used nor booked; null when there is no limit. */
        public @Nullable Integer left() {
            return limit == null ? null : Math.max(0, limit - used - booked);
        }
    }

    /**
     * Asks the rules by which the gate itself assigns lines.
     *
     * @param state what is known of the line, its server and its pool's policy
     */
    public static Outlook of(StateView state, RecipientFacts facts, Policy policy, Line line, Instant now) {
        Policy.NewConversations limits = policy.newConversations();
        long today = Case.dayOf(now, limits.zone());
        LineActivity activity = state.lineActivity(line.pool(), line.line());
        ServerDay server = state.serverDay(
                line.pool(), line.server(), Case.dayOf(now, policy.serverQuota().zone()));
        return new Outlook(
                nextFree(new OnlyLine(state, line), facts, policy, line, now),
                new Day(
                        activity.newConversations(today),
                        activity.booked(today).total(),
                        policy.modeOf("new-conversations") == Mode.ENFORCE
                                ? NewConversationRule.limit(line, limits, now)
                                : null),
                activity.booked(today + 1).total(),
                new Day(
                        server.sends(),
                        server.booked().total(),
                        policy.modeOf("server-quota") == Mode.ENFORCE
                                ? policy.serverQuota().limit()
                                : null));
    }

    private static @Nullable Instant nextFree(
            StateView state, RecipientFacts facts, Policy policy, Line line, Instant now) {
        OutboundRequest anybody = OutboundRequest.unwritten(line.pool(), "", null, now);
        Case unrouted = Case.unrouted(anybody, null, now, policy, state, facts, Board.of(state, line.pool()));
        Gatekeeper gatekeeper = new Gatekeeper(
                facts,
                Rules.ALL.stream()
                        .filter(rule -> OF_LINES.contains(rule.name()))
                        .toList());
        return gatekeeper.earliest(unrouted.routed(LinePicker.choose(unrouted)));
    }

    /** The state as it were if the pool had no other line. */
    private record OnlyLine(StateView rows, Line line) implements StateView {

        @Override
        public Keyring keys() {
            return rows.keys();
        }

        @Override
        public @Nullable Row get(Table table, String key) {
            return rows.get(table, key);
        }

        @Override
        public List<Row> range(Table table, String from, String to, int limit) {
            return table == Table.LINES ? List.of(line) : rows.range(table, from, to, limit);
        }
    }
}
