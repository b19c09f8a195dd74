package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Policy.Mode;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.StateView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A server as the gate knows it: its day, the days that are booked, its lines. */
final class ServerSheet {

    private ServerSheet() {}

    static void fill(Sheet sheet, StateView state, Policy policy, String pool, String server) {
        Policy.ServerQuota quota = policy.serverQuota();
        ZoneId zone = quota.zone();
        long today = Case.dayOf(sheet.now(), zone);
        ServerDay day = state.serverDay(pool, server, today);
        boolean isEnforced = policy.modeOf("server-quota") == Mode.ENFORCE;
        int booked = day.booked().total();
        int left = Math.max(0, quota.limit() - day.sends() - booked);
        Instant ends = Case.nextDay(sheet.now(), zone);
        long newUsersUpTo = (long) Math.ceil(policy.newUsersUpTo());
        boolean takesNew = policy.modeOf("assignment") != Mode.ENFORCE || day.sends() + booked < newUsersUpTo;
        sheet.row(
                        "day",
                        LocalDate.ofEpochDay(today) + " in " + (isUtc(zone) ? "UTC" : zone) + ", ends "
                                + sheet.when(ends))
                .row("sent", String.format("%,d", day.sends()))
                .row("booked", String.format("%,d", booked))
                .row(
                        "left",
                        isEnforced ? String.format("%,d of %,d", left, quota.limit()) : "any: no limit is enforced")
                .row("outreach", isEnforced ? outreach(quota) : "any")
                .row(
                        "new recipients",
                        (takesNew ? "taken" : "not taken today") + String.format(", up to %,d sends", newUsersUpTo))
                .row(
                        "alerts",
                        day.alerted() + " of " + policy.assignment().alertAt().size() + " steps told today");
        sheet.json()
                .put("day", LocalDate.ofEpochDay(today).toString())
                .put("zone", zone.getId())
                .put("day_ends", ends.toString())
                .put("sent", day.sends())
                .put("booked", booked)
                .put("left", isEnforced ? left : null)
                .put("quota", isEnforced ? quota.limit() : null)
                .put("outreach_quota", isEnforced ? quota.outreachLimit() : null)
                .put("takes_new_recipients", takesNew)
                .put("alerts_told", day.alerted());
        days(sheet, state, pool, server, today);
        lines(sheet, state, pool, server);
    }

    private static boolean isUtc(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC);
    }

    private static String outreach(Policy.ServerQuota quota) {
        int limit = quota.outreachLimit();
        return limit == quota.limit()
                ? "all of it: nothing is kept for replies"
                : String.format("up to %,d; the rest is kept for replies", limit);
    }

    private static void days(Sheet sheet, StateView state, String pool, String server, long today) {
        Table table = new Table("day", "sent", "booked");
        ArrayNode json = sheet.json().putArray("other_days");
        for (Row row : state.range(
                dev.linewarden.core.state.Table.SERVER_DAILY_COUNTS,
                Keys.start(Keys.of(pool, server)),
                Keys.end(Keys.of(pool, server)),
                Integer.MAX_VALUE)) {
            ServerDay day = (ServerDay) row;
            if (day.epochDay() != today) {
                table.row(
                        LocalDate.ofEpochDay(day.epochDay()),
                        day.sends(),
                        day.booked().total());
                json.addObject()
                        .put("day", LocalDate.ofEpochDay(day.epochDay()).toString())
                        .put("sent", day.sends())
                        .put("booked", day.booked().total());
            }
        }
        if (!json.isEmpty()) {
            sheet.table("other days", table);
        }
    }

    private static void lines(Sheet sheet, StateView state, String pool, String server) {
        Table table = new Table("line", "status", "users", "last send");
        ArrayNode json = sheet.json().putArray("lines");
        for (Line line : state.lines(pool)) {
            if (line.server().equals(server)) {
                Instant last = state.lineActivity(pool, line.line()).lastSend();
                int users = state.residents(pool, line.line()).count();
                table.row(line.line(), line.status(), users, sheet.when(last));
                json.addObject()
                        .put("line", line.line())
                        .put("status", line.status().name())
                        .put("users", users)
                        .put("last_send", Sheet.iso(last));
            }
        }
        if (json.isEmpty()) {
            sheet.say("no line is on it now");
        } else {
            sheet.table("lines", table);
        }
    }
}
