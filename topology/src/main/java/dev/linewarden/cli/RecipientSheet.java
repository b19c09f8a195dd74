package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.FollowUps;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Wake;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A recipient as the gate knows it: consent, home, turns, loop, the lines that know it, what waits for it. */
final class RecipientSheet {

    private final Sheet sheet;
    private final StateView state;
    private final Policy policy;
    private final Recipient recipient;
    private final Instant now;

    private RecipientSheet(Sheet sheet, StateView state, Policy policy, Recipient recipient) {
        this.sheet = sheet;
        this.state = state;
        this.policy = policy;
        this.recipient = recipient;
        this.now = sheet.now();
    }

    static void fill(Sheet sheet, StateView state, Policy policy, Recipient recipient) {
        RecipientSheet filling = new RecipientSheet(sheet, state, policy, recipient);
        filling.standing();
        filling.turns();
        filling.loop();
        filling.ties();
        filling.waits();
        filling.approvals();
    }

    private void standing() {
        Instant heard = recipient.lastInbound();
        Instant activeUntil = recipient.isActive(now, policy.followUps()) && heard != null
                ? heard.plus(policy.followUps().activeWindow())
                : null;
        sheet.row("home line", recipient.home() == null ? "none" : recipient.home())
                .row("consent", consent())
                .row("last message", heard == null ? unheard() : sheet.when(heard) + ", " + messages())
                .row("conversation", activeUntil == null ? "not active" : "active until " + sheet.when(activeUntil))
                .row("last send to it", sheet.when(recipient.lastOutbound()))
                .row("contact card", recipient.cardShared() ? "shared" : "not shared");
        sheet.json()
                .put("home", recipient.home())
                .put("consent", recipient.consent().name())
                .put("opted_out_at", Sheet.iso(recipient.optedOutAt()))
                .put("opt_out_confirmed", recipient.optOutConfirmed())
                .put("help_asked_at", Sheet.iso(recipient.helpAskedAt()))
                .put("inbounds", recipient.inbounds())
                .put("last_inbound", Sheet.iso(heard))
                .put("active_until", Sheet.iso(activeUntil))
                .put("last_outbound", Sheet.iso(recipient.lastOutbound()))
                .put("card_shared", recipient.cardShared());
    }

    /** A word about consent or help is no message that would be answered, but its recipient did write. */
    private String unheard() {
        boolean saidNothing = recipient.consent() == Recipient.Consent.UNKNOWN
                && recipient.optedOutAt() == null
                && recipient.helpAskedAt() == null;
        return saidNothing ? "never wrote" : "none but about consent or help";
    }

    private String messages() {
        return recipient.inbounds() == 1 ? "the only one" : recipient.inbounds() + " in all";
    }

    private String consent() {
        String asked = recipient.helpAskedAt() == null ? "" : "; asked for help " + sheet.when(recipient.helpAskedAt());
        return switch (recipient.consent()) {
                    case UNKNOWN -> "no opt-in or opt-out was heard";
                    case OPTED_IN ->
                        "opted in"
                                + (recipient.optedOutAt() == null
                                        ? ""
                                        : ", after an opt-out " + sheet.when(recipient.optedOutAt()));
                    case OPTED_OUT ->
                        "opted out"
                                + (recipient.optedOutAt() == null
                                        ? " before it was forgotten"
                                        : " " + sheet.when(recipient.optedOutAt()))
                                + (recipient.optOutConfirmed() ? ", confirmed" : ", not confirmed");
                }
                + asked;
    }

    private void turns() {
        Policy.FollowUps limits = policy.followUps();
        FollowUps sent =
                state.followUps(recipient.pool(), recipient.recipient()).at(now, limits.resetAfter());
        int turns = sent.unanswered();
        int most = 1 + limits.max();
        Instant start = sent.latestTurn();
        Instant next = start == null ? null : start.plus(limits.spacing());
        Instant anew = sent.lastSend() == null ? null : sent.lastSend().plus(limits.resetAfter());
        sheet.row(
                "turns",
                turns + " of " + most + " since its last message"
                        + (turns == 0 || start == null ? "" : ", the latest begun " + sheet.when(start)));
        if (next != null && next.isAfter(now) && turns < most) {
            sheet.row("next turn", "not before " + sheet.when(next) + ", or with its next message");
        } else if (turns >= most && anew != null) {
            sheet.row("next turn", "with its next message, or after " + sheet.when(anew));
        }
        sheet.row("in a row", sent.inARow() + " of " + limits.monologue() + " messages without an answer");
        sheet.json()
                .putObject("follow_ups")
                .put("turns", turns)
                .put("of", most)
                .put("turn_began", Sheet.iso(start))
                .put("messages_in_turn", sent.inTurn())
                .put("in_a_row", sent.inARow())
                .put("monologue", limits.monologue())
                .put("next_turn", Sheet.iso(next))
                .put("begins_anew", Sheet.iso(anew))
                .put("booked", sent.booked().size());
    }

    private void loop() {
        Policy.Loop loop = policy.loop();
        int exchanged = recipient.exchange().within(now, loop.window());
        Instant free = recipient.exchange().freeAt(now, loop);
        boolean isPaused = free.isAfter(now);
        sheet.row(
                "loop",
                exchanged + " of " + loop.max() + " messages of both sides in " + Durations.inWords(loop.window())
                        + (isPaused ? "; waits until " + sheet.when(free) : ""));
        sheet.json()
                .putObject("loop")
                .put("exchanged", exchanged)
                .put("of", loop.max())
                .put("paused_until", isPaused ? free.toString() : null);
    }

    private void ties() {
        Table table = new Table("line", "first send", "first message from it");
        ArrayNode json = sheet.json().putArray("lines");
        for (Recipient.Tie tie : recipient.ties()) {
            table.row(
                    tie.line(),
                    tie.firstSend() == null ? "-" : sheet.when(tie.firstSend()),
                    tie.firstInbound() == null ? "-" : sheet.when(tie.firstInbound()));
            json.addObject()
                    .put("line", tie.line())
                    .put("first_send", Sheet.iso(tie.firstSend()))
                    .put("first_inbound", Sheet.iso(tie.firstInbound()));
        }
        if (!json.isEmpty()) {
            sheet.table("lines that know it", table);
        }
    }

    private void waits() {
        Table table = new Table("request", "attempt", "by", "line", "until", "since");
        ArrayNode json = sheet.json().putArray("waits");
        String cause = Deferral.awaitingReply(recipient.recipient());
        for (Row row : state.range(
                dev.linewarden.core.state.Table.DEFERRALS,
                Waiter.start(recipient.pool(), cause),
                Waiter.end(recipient.pool(), cause),
                Integer.MAX_VALUE)) {
            if (row instanceof Waiter waiter) {
                wait(table, json, waiter);
            }
        }
        if (json.isEmpty()) {
            sheet.say("nothing waits for it");
        } else {
            sheet.table("what waits", table);
        }
    }

    private void wait(Table table, ArrayNode json, Waiter waiter) {
        Deferral wait = (Deferral)
                state.get(dev.linewarden.core.state.Table.DEFERRALS, Deferral.key(waiter.pool(), waiter.requestId()));
        if (wait == null) {
            // Read from changelogs that were written while they were read: it has just ended.
            return;
        }
        Wake wake = wakeOf(waiter);
        String line = wait.booking() == null ? null : wait.booking().line();
        Instant deadline = wake == null ? null : wake.due();
        table.row(
                waiter.requestId(),
                wait.attempt(),
                wait.code(),
                line == null ? "-" : line,
                wait.promised() != null
                        ? sheet.when(wait.promised())
                        : awaited(wait) + (deadline == null ? "" : ", at the latest " + sheet.when(deadline)),
                sheet.when(wait.firstJudgedAt()));
        ObjectNode object = json.addObject();
        object.put("request_id", waiter.requestId())
                .put("attempt", wait.attempt())
                .put("code", wait.code().name())
                .put("line", line)
                .put("promised", Sheet.iso(wait.promised()))
                .put("judged_again", Sheet.iso(deadline))
                .put("awaits", wait.promised() == null ? awaited(wait) : null)
                .put("since", wait.firstJudgedAt().toString());
    }

    private @Nullable Wake wakeOf(Waiter waiter) {
        RequestRecord record = state.request(waiter.pool(), waiter.requestId());
        String key = record == null ? null : record.deferralKey();
        return key == null ? null : (Wake) state.get(dev.linewarden.core.state.Table.DEFERRALS, key);
    }

    private static String awaited(Deferral wait) {
        String cause = wait.cause();
        if (wait.code() == Code.SUSPENDED) {
            return "somebody resumes it";
        }
        if (cause == null) {
            return "something changes";
        }
        String what = cause.substring(cause.indexOf(':') + 1);
        if (cause.equals(Deferral.awaitingCapacity())) {
            return "a line has room";
        }
        if (cause.equals(Deferral.awaitingLine(what))) {
            return "line " + what + " is ACTIVE";
        }
        return cause.equals(Deferral.awaitingDialogue(what)) ? "people answer line " + what : "it writes";
    }

    private void approvals() {
        Table table = new Table("request", "approved");
        ArrayNode json = sheet.json().putArray("last_approvals");
        for (FollowUps.Approval approval :
                state.followUps(recipient.pool(), recipient.recipient()).recent()) {
            table.row(approval.requestId(), sheet.when(approval.at()));
            json.addObject()
                    .put("request_id", approval.requestId())
                    .put("at", approval.at().toString());
        }
        if (!json.isEmpty()) {
            sheet.table("last approvals", table);
        }
    }
}
