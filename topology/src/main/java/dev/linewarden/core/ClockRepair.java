package dev.linewarden.core;

import dev.linewarden.core.fleet.Dormancy;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiting;
import dev.linewarden.core.state.WaitingList;
import dev.linewarden.core.state.Wake;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * After a clock that ran ahead has stepped back: what was counted in the future counts as now. So nothing is overshot, for
 * every send still counts, and nothing stays shut once the clock is right, for it ages from now on. Reads the pool's whole
 * state; steps back are rare.
 */
final class ClockRepair {

    private ClockRepair() {}

    static void bringBack(Input input) {
        Rows rows = input.draft();
        String pool = input.pool();
        Instant now = input.now();
        Set<String> servers = new HashSet<>();
        for (Line line : rows.lines(pool)) {
            servers.add(line.server());
            bringSendsBack(rows, line, now);
        }
        long today = Case.dayOf(now, input.policy().serverQuota().zone());
        servers.forEach(server -> bringDaysBack(rows, pool, server, today));
        for (Table table : List.of(Table.LINE_ACTIVITY, Table.RECIPIENTS, Table.RECIPIENT_FOLLOW_UPS, Table.REQUESTS)) {
            for (Row row : rows.range(table, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE)) {
                Row then = row.asOf(now);
                if (then != row) {
                    rows.put(then);
                }
            }
        }
        wakeWhatWasJudgedAhead(rows, pool, now);
        new Dormancy(input).begunAnew(pool);
    }

    private static void bringSendsBack(Rows rows, Line line, Instant now) {
        long thisMinute = BurstMinute.minuteOf(now.toEpochMilli());
        BurstMinute current = rows.burstMinute(line.pool(), line.line(), thisMinute);
        List<Row> ahead = rows.range(
                Table.LINE_BURSTS,
                BurstMinute.key(line.pool(), line.line(), thisMinute),
                Keys.end(Keys.of(line.pool(), line.line())),
                Integer.MAX_VALUE);
        for (Row row : ahead) {
            BurstMinute minute = (BurstMinute) row;
            BurstMinute without = minute.withoutSendsAfter(now);
            int moved = minute.packed().length - without.packed().length;
            if (moved == 0) {
                continue;
            }
            for (long entry : minute.packed()) {
                if (BurstMinute.isSend(entry) && BurstMinute.millis(entry) > now.toEpochMilli()) {
                    current = current.withSend(BurstMinute.sent(entry).at(now));
                }
            }
            if (minute.minute() == thisMinute) {
                current = current.withoutSendsAfter(now);
            } else {
                rows.put(without);
            }
        }
        rows.put(current);
    }

    private static void bringDaysBack(Rows rows, String pool, String server, long today) {
        List<Row> ahead = rows.range(
                Table.SERVER_DAILY_COUNTS,
                ServerDay.key(pool, server, today + 1),
                Keys.end(Keys.of(pool, server)),
                Integer.MAX_VALUE);
        ServerDay current = rows.serverDay(pool, server, today);
        for (Row row : ahead) {
            ServerDay day = (ServerDay) row;
            current = current.plus(day.sends());
            rows.put(day.plus(-day.sends()));
        }
        if (!ahead.isEmpty()) {
            rows.put(current);
        }
    }

    private static void wakeWhatWasJudgedAhead(Rows rows, String pool, Instant now) {
        WaitingList waitingList = new WaitingList(rows);
        for (Row row : rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE)) {
            if (row instanceof Wake wake && wake.pool().equals(pool)) {
                Waiting waiting = waitingList.waiting(wake);
                if (waiting.deferral().judgedAt().isAfter(now)) {
                    waitingList.remove(waiting);
                    waitingList.add(waiting.deferral().judgedBy(now), now, wake.urgency());
                }
            }
        }
    }
}
