package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.Outlook;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.rules.DialogueRule;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.LineActivity;
import dev.linewarden.core.state.Openers;
import dev.linewarden.core.state.Residents;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Sent;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Wake;
import dev.linewarden.facts.LibraryFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line as the gate knows it: its limits, what it did last, whether people answer it, what waits for it. */
final class LineSheet {

    private static final int LAST_SENDS = 10;

    private final StateView state;
    private final Policy policy;
    private final Line line;
    private final Instant now;
    private final Sheet sheet;
    private final LineActivity activity;
    private final List<Long> entries;
    private final Table limits = new Table("limit", "used", "booked", "left", "of", "");
    private final ArrayNode jsonLimits;

    private LineSheet(StateView state, Policy policy, Line line, Sheet sheet) {
        this.state = state;
        this.policy = policy;
        this.line = line;
        this.sheet = sheet;
        this.now = sheet.now();
        this.activity = state.lineActivity(line.pool(), line.line());
        this.entries = entries();
        this.jsonLimits = sheet.json().putArray("limits");
    }

    static void fill(Sheet sheet, StateView state, Policy policy, Line line) {
        LineSheet filling = new LineSheet(state, policy, line, sheet);
        Outlook outlook = Outlook.of(state, new LibraryFacts(), policy, line, sheet.now());
        filling.standing(outlook);
        filling.limits(outlook);
        filling.dialogue();
        filling.lastSends();
        filling.waits();
    }

    /** Sends and reserved slots as far back as they are kept, and all ahead. */
    private List<Long> entries() {
        List<Long> all = new ArrayList<>();
        for (Row row : state.range(
                dev.linewarden.core.state.Table.LINE_BURSTS,
                BurstMinute.key(line.pool(), line.line(), 0),
                BurstMinute.key(line.pool(), line.line(), Long.MAX_VALUE),
                Integer.MAX_VALUE)) {
            for (long entry : ((BurstMinute) row).packed()) {
                all.add(entry);
            }
        }
        return all;
    }

    private void standing(Outlook outlook) {
        Instant lastSend = activity.lastSend();
        Instant idleSince = activity.idleSince(line);
        Instant warned = idleSince.plus(policy.dormancy().warnAfter());
        Instant deactivated = idleSince.plus(policy.dormancy().deactivatedAfter());
        Instant free = outlook.nextFree();
        sheet.row(
                        "status",
                        line.status() + (line.evacuated() ? ", evacuated" : "") + " since " + sheet.when(line.since()))
                .row("server", line.server())
                .row(
                        "warm-up",
                        line.activatedAt() == null ? "none reported" : "since " + sheet.when(line.activatedAt()))
                .row(
                        "next free",
                        free == null
                                ? "not before something happens: a line or recipient that leaves, or an operator"
                                : sheet.when(free))
                .row("last send", sheet.when(lastSend))
                .row("idle", "warned of " + sheet.when(warned) + ", deactivated " + sheet.when(deactivated));
        sheet.json()
                .put("status", line.status().name())
                .put("evacuated", line.evacuated())
                .put("since", line.since().toString())
                .put("server", line.server())
                .put("activated_at", Sheet.iso(line.activatedAt()))
                .put("next_free", Sheet.iso(free))
                .put("last_send", Sheet.iso(lastSend))
                .put("idle_since", idleSince.toString())
                .put("dormant_at", warned.toString())
                .put("deactivated_at", deactivated.toString());
    }

    private void limits(Outlook outlook) {
        Policy.Burst burst = policy.burst();
        boolean isEnforced = policy.modeOf("burst") == Mode.ENFORCE;
        String window = Durations.inWords(burst.window());
        limit("sends", window, window(false, burst.window(), isEnforced ? burst.max() : null), "");
        limit("outreach", window, window(true, burst.window(), isEnforced ? burst.maxOutreach() : null), gap());
        limit(
                "new conversations",
                "day",
                outlook.conversations(),
                outlook.bookedTomorrow() == 0 ? "" : outlook.bookedTomorrow() + " booked tomorrow");
        limit("sends of its server", "day", outlook.server(), "all lines of " + line.server());
        Residents residents = state.residents(line.pool(), line.line());
        limit(
                "recipients at home",
                null,
                new Outlook.Day(
                        residents.count(),
                        residents.booked().total(),
                        policy.assignment().maxUsersPerLine()),
                "");
        sheet.table("limits", limits);
    }

    private String gap() {
        Duration gap = policy.burst().minGap();
        return gap.isZero() ? "" : "at least " + Durations.inWords(gap) + " apart";
    }

    /** Sent in the window that ends now, and booked in the one that begins now. */
    private Outlook.Day window(boolean onlyOutreach, Duration window, @Nullable Integer limit) {
        int sent = 0;
        int booked = 0;
        for (long entry : entries) {
            if (onlyOutreach && !BurstMinute.isOutreach(entry)) {
                continue;
            }
            Instant at = Instant.ofEpochMilli(BurstMinute.millis(entry));
            if (BurstMinute.isSend(entry)) {
                sent += at.isAfter(now.minus(window)) && !at.isAfter(now) ? 1 : 0;
            } else {
                booked += !at.isBefore(now) && at.isBefore(now.plus(window)) ? 1 : 0;
            }
        }
        return new Outlook.Day(sent, booked, limit);
    }

    private void limit(String what, @Nullable String per, Outlook.Day counted, String note) {
        Integer left = counted.left();
        Integer limit = counted.limit();
        limits.row(
                per == null ? what : what + " in a " + per.replaceFirst("^1 ", ""),
                counted.used(),
                counted.booked(),
                left == null ? "any" : left,
                limit == null ? "no limit" : limit,
                note);
        jsonLimits
                .addObject()
                .put("limit", what.replace(' ', '_'))
                .put("per", per)
                .put("used", counted.used())
                .put("booked", counted.booked())
                .put("left", left)
                .put("of", limit);
    }

    private void dialogue() {
        Policy.Dialogue dialogue = policy.dialogue();
        Openers openers = state.openers(line.pool(), line.line());
        Instant from = now.minus(dialogue.window());
        Instant to = now.minus(dialogue.grace());
        int opened = openers.openedIn(from, to);
        int answered = openers.answeredIn(from, to);
        boolean isSilent = DialogueRule.isSilent(openers, dialogue, now);
        String rate = opened == 0 ? "" : String.format(" (%.0f%%)", 100.0 * answered / opened);
        sheet.say("dialogue: " + answered + rate + " of " + opened + " openers of the last "
                + Durations.inWords(dialogue.window()) + " were answered"
                + (isSilent
                        ? "; silent: its outreach trickles, " + Durations.inWords(dialogue.backoff()) + " apart"
                        : ""));
        sheet.json()
                .putObject("dialogue")
                .put("opened", opened)
                .put("answered", answered)
                .put("silent", isSilent);
    }

    private void lastSends() {
        Table table = new Table("at", "kind", "");
        ArrayNode json = sheet.json().putArray("last_sends");
        entries.stream()
                .filter(BurstMinute::isSend)
                .sorted((a, b) -> Long.compare(b, a))
                .limit(LAST_SENDS)
                .map(BurstMinute::sent)
                .forEach(sent -> {
                    table.row(sheet.when(sent.at()), sent.outreach() ? "outreach" : "reply", traits(sent));
                    json.addObject()
                            .put("at", sent.at().toString())
                            .put("outreach", sent.outreach())
                            .put("opener", sent.opener())
                            .put("follow_up", sent.followUp())
                            .put("cold", sent.cold())
                            .put("off_hours", sent.offHours());
                });
        if (json.isEmpty()) {
            sheet.say("last sends: none that is still remembered one by one");
        } else {
            sheet.table("last sends", table);
        }
    }

    private static String traits(Sent sent) {
        List<String> traits = new ArrayList<>();
        if (sent.opener()) {
            traits.add("opener");
        }
        if (sent.followUp() > 0) {
            traits.add("follow-up " + sent.followUp());
        }
        if (sent.cold()) {
            traits.add("cold");
        }
        if (sent.offHours()) {
            traits.add("off hours");
        }
        return String.join(", ", traits);
    }

    private void waits() {
        int booked = 0;
        Instant next = null;
        for (Row row : state.range(
                dev.linewarden.core.state.Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE)) {
            if (row instanceof Wake wake
                    && wake.pool().equals(line.pool())
                    && Objects.equals(wake.line(), line.line())) {
                booked++;
                next = next == null ? wake.due() : next;
            }
        }
        String cause = Deferral.awaitingLine(line.line());
        int held = state.range(
                        dev.linewarden.core.state.Table.DEFERRALS,
                        Waiter.start(line.pool(), cause),
                        Waiter.end(line.pool(), cause),
                        Integer.MAX_VALUE)
                .size();
        sheet.say("waits: " + booked + " booked on it" + (next == null ? "" : ", the next at " + sheet.when(next))
                + "; " + held + " held until it is ACTIVE");
        ObjectNode waits = sheet.json().putObject("waits");
        waits.put("booked", booked).put("next", Sheet.iso(next)).put("held", held);
    }
}
