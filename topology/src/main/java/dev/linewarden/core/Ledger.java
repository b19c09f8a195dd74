package dev.linewarden.core;

import dev.linewarden.core.fleet.Alarms;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.rules.StateChange;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import java.time.Instant;
import java.util.List;

/**
 * Applies what an approval changes and what a promise spends. The one place where sends are counted; {@link Reports} gives back
 * one that failed, {@link ClockRepair} moves those that a wrong clock counted ahead.
 */
final class Ledger {

    private final Rows rows;
    private final String pool;
    private final Policy policy;
    private final Instant now;
    private final Alarms alarms;

    Ledger(Input input) {
        this.rows = input.draft();
        this.pool = input.pool();
        this.policy = input.policy();
        this.now = input.at();
        this.alarms = new Alarms(input);
    }

    void apply(List<StateChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            apply(changes.get(i));
        }
    }

    private void apply(StateChange change) {
        // Java 17: no pattern switch yet.
        if (change instanceof StateChange.ServerSend send) {
            count(send);
        } else if (change instanceof StateChange.LineSend send) {
            count(send);
        } else if (change instanceof StateChange.RecipientSend send) {
            count(send);
        } else if (change instanceof StateChange.NewConversation opened) {
            rows.put(rows.lineActivity(pool, opened.line()).withNewConversation(opened.epochDay()));
        } else if (change instanceof StateChange.NewHome home) {
            rows.put(rows.recipient(pool, home.recipient()).withHome(home.line()));
        } else if (change instanceof StateChange.Assigned assigned) {
            rows.put(rows.poolClock(pool).assigned(assigned.line()));
        } else if (change instanceof StateChange.Opener opener) {
            rows.put(rows.openers(pool, opener.line())
                    .opened(opener.at(), policy.dialogue().window()));
        } else if (change instanceof StateChange.OptOutConfirmed confirmed) {
            rows.put(rows.recipient(pool, confirmed.recipient()).withOptOutConfirmed());
        } else if (change instanceof StateChange.CardShared card) {
            rows.put(rows.recipient(pool, card.recipient()).withCardShared());
        } else {
            throw new IllegalStateException("a change that the ledger does not know: " + change.getClass());
        }
    }

    private void count(StateChange.ServerSend send) {
        ServerDay day = rows.serverDay(pool, send.server(), send.epochDay()).plus(1);
        rows.put(day);
        alarms.counted(day);
    }

    private void count(StateChange.LineSend send) {
        long minute = BurstMinute.minuteOf(now.toEpochMilli());
        rows.put(rows.burstMinute(pool, send.line(), minute).withSend(send.sent()));
        LineActivity activity = rows.lineActivity(pool, send.line());
        rows.put(activity.sentAt(now));
    }

    private void count(StateChange.RecipientSend send) {
        rows.put(rows.recipient(pool, send.recipient()).sentFrom(send.line(), now, policy.loop()));
        Policy.FollowUps limits = policy.followUps();
        FollowUps sent = rows.followUps(pool, send.recipient()).at(now, limits.resetAfter());
        // What did not pass the gate has no request.
        String requestId = send.requestId().isEmpty() ? null : send.requestId();
        boolean joins = sent.joinsTurn(now, limits.turnWindow(), limits.turnMessages());
        rows.put(send.answers() ? sent.answering(now, requestId) : sent.sent(now, joins, requestId));
    }
}
