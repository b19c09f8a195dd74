package dev.linewarden.core;

import dev.linewarden.core.Alert.Kind;
import dev.linewarden.core.Alert.Severity;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Applies what an approval changes. The one place where sends are counted. */
final class Ledger {

    private final Rows rows;
    private final String pool;
    private final Policy policy;
    private final Instant now;
    private final Consumer<Alert> alerts;

    Ledger(Rows rows, String pool, Policy policy, Instant now, Consumer<Alert> alerts) {
        this.rows = rows;
        this.pool = pool;
        this.policy = policy;
        this.now = now;
        this.alerts = alerts;
    }

    void apply(List<StateChange> changes) {
        changes.forEach(this::apply);
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
        } else if (change instanceof StateChange.CardShared card) {
            rows.put(rows.recipient(pool, card.recipient()).withCardShared());
        } else {
            throw new IllegalStateException("a change that the ledger does not know: " + change.getClass());
        }
    }

    private void count(StateChange.ServerSend send) {
        ServerDay day = rows.serverDay(pool, send.server(), send.epochDay()).plus(1);
        List<Double> steps = policy.assignment().alertAt();
        int limit = policy.serverQuota().limit();
        int reached = day.alerted();
        while (reached < steps.size() && day.sends() >= steps.get(reached) * limit) {
            alerts.accept(utilisation(day, steps.get(reached), limit));
            reached++;
        }
        rows.put(reached == day.alerted() ? day : day.withAlerted(reached));
    }

    private Alert utilisation(ServerDay day, double step, int limit) {
        String percent = String.format(Locale.ROOT, "%.0f %%", step * 100);
        return new Alert(
                pool + "/" + day.server() + "/utilisation/" + LocalDate.ofEpochDay(day.epochDay()) + "/" + step,
                pool,
                Kind.SERVER_UTILISATION,
                Severity.WARNING,
                null,
                day.server(),
                Integer.toString(day.sends()),
                Integer.toString(limit),
                "Server " + day.server() + " has used " + percent
                        + " of its day. Give its new users to other servers, or add one.",
                now);
    }

    private void count(StateChange.LineSend send) {
        long minute = BurstMinute.minuteOf(now.toEpochMilli());
        rows.put(rows.burstMinute(pool, send.line(), minute).withSend(now, send.outreach()));
        LineActivity activity = rows.lineActivity(pool, send.line());
        rows.put(activity.sentAt(now));
    }

    private void count(StateChange.RecipientSend send) {
        rows.put(rows.recipient(pool, send.recipient()).sentFrom(send.line(), now));
        Policy.FollowUps limits = policy.followUps();
        FollowUps sent = rows.followUps(pool, send.recipient()).at(now, limits.resetAfter());
        rows.put(sent.sent(now, sent.joinsTurn(now, limits.turnWindow(), limits.turnMessages())));
    }
}
