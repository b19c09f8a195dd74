package dev.linewarden.core.state;

import dev.linewarden.core.model.Code;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Brings what waits in a pool from where an earlier release kept it to where this one looks for it, with the same promised
 * times and slots. Once for each pool, with its first input; reads everything that waits on the partition.
 */
public final class Layout {

    private final Draft rows;
    private final WaitingList waitingList;
    private final ZoneId zone;

    private Layout(Input input) {
        this.rows = input.draft();
        this.waitingList = new WaitingList(rows);
        this.zone = input.policy().serverQuota().zone();
    }

    public static void bring(Input input) {
        PoolClock clock = input.draft().poolClock(input.pool());
        if (!clock.isLaidOut()) {
            new Layout(input).bringAll(input.pool());
            input.draft().put(clock.laidOut());
        }
    }

    private void bringAll(String pool) {
        for (Row row : rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE)) {
            if (row instanceof EarlierWait wait && wait.request().pool().equals(pool)) {
                bring(wait);
            } else if (row instanceof Release release && release.pool().equals(pool)) {
                rows.put(Release.of(pool, release.cause(), release.due(), release.beforeOffset()));
            }
        }
    }

    private void bring(EarlierWait wait) {
        rows.delete(wait.table(), wait.key());
        String recipient = Deferral.awaitingReply(wait.request().recipient());
        rows.delete(Table.DEFERRALS, wait.waiterKey(recipient));
        if (wait.cause() != null) {
            rows.delete(Table.DEFERRALS, wait.waiterKey(wait.cause()));
        }
        Booking booking = bookingOf(wait);
        waitingList.add(
                new Deferral(
                        wait.request(),
                        wait.attempt(),
                        codeOf(wait),
                        booking == null ? null : wait.promised(),
                        wait.cause(),
                        wait.arrival(),
                        wait.arrival(),
                        wait.inboundsSeen(),
                        wait.firstJudgedAt(),
                        wait.judgedAt(),
                        booking),
                wait.due(),
                wait.urgency());
    }

    /** What the slot that it held is now: the slot itself, and the day of the server and of the line. */
    private @Nullable Booking bookingOf(EarlierWait wait) {
        Instant slot = wait.slot();
        String pool = wait.request().pool();
        Line line = wait.line() == null ? null : rows.line(pool, wait.line());
        if (slot == null || line == null) {
            return null;
        }
        Precedence precedence =
                wait.reply() ? Precedence.REPLY : Precedence.of(wait.request().priority());
        BurstMinute minute = rows.burstMinute(pool, line.line(), BurstMinute.minuteOf(slot.toEpochMilli()));
        rows.put(minute.withoutReservation(slot, precedence));
        long day = LocalDate.ofInstant(slot, zone).toEpochDay();
        Recipient recipient = rows.recipient(pool, wait.request().recipient());
        return new Booking(
                line.line(),
                line.server(),
                slot,
                precedence,
                day,
                recipient.isNewTo(line.line()) ? day : null,
                recipient.home() == null);
    }

    private Code codeOf(EarlierWait wait) {
        RequestRecord record =
                rows.request(wait.request().pool(), wait.request().requestId());
        return record == null || record.bindingCode() == null ? Code.LINE_BURST : record.bindingCode();
    }
}
