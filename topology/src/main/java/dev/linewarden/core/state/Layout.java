package dev.linewarden.core.state;

import dev.linewarden.core.model.Code;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings what waits in a pool from where an earlier release kept it to where this one looks for it, with the same promised
 * times and slots, and counts the recipients of each line. Once for each pool, with its first input; reads everything that
 * waits on the partition, and every recipient of the pool.
 */
public final class Layout {

    private final Draft rows;
    private final String pool;
    private final ZoneId zone;

    private Layout(Input input) {
        this.rows = input.draft();
        this.pool = input.pool();
        this.zone = input.policy().serverQuota().zone();
    }

    /** Brings all that waits in the input's pool, unless that has been done. */
    public static void bring(Input input) {
        PoolClock clock = input.draft().poolClock(input.pool());
        if (!clock.isLaidOut()) {
            Layout layout = new Layout(input);
            layout.countHomes();
            layout.bringAll();
            input.draft().put(clock.laidOut());
        }
    }

    /**
     * Brings one wait with nothing booked: for one that is in the way, because of a bug. Reads nothing but what tells of the
     * request itself.
     *
     * @return the wait as it is now
     */
    public static Waiting bringUnbooked(Rows rows, EarlierWait wait) {
        bring(rows, wait, null);
        Waiting waiting =
                new WaitingList(rows).of(wait.request().pool(), wait.request().requestId());
        if (waiting == null) {
            throw new IllegalStateException("a wait without a record of its request in pool "
                    + wait.request().pool());
        }
        return waiting;
    }

    /** Earlier releases did not count how many recipients a line is home to. */
    private void countHomes() {
        Map<String, Integer> homes = new TreeMap<>();
        for (Row row : rows.range(Table.RECIPIENTS, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE)) {
            if (row instanceof Recipient recipient && recipient.home() != null) {
                homes.merge(recipient.home(), 1, Integer::sum);
            }
        }
        homes.forEach((line, count) -> rows.put(
                new Residents(pool, line, count, rows.residents(pool, line).booked())));
    }

    private void bringAll() {
        for (Row row : rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE)) {
            if (row instanceof EarlierWait wait && wait.request().pool().equals(pool)) {
                bring(wait);
            } else if (row instanceof Release release && release.pool().equals(pool)) {
                rows.put(Release.of(pool, release.cause(), release.due(), release.beforeOffset()));
            }
        }
    }

    /**
     * Each on a draft of its own. One that a bug keeps from being brought as it was waits on without a booking: else no entry of
     * its pool could be judged any more.
     */
    private void bring(EarlierWait wait) {
        Draft own = new Draft(rows);
        try {
            bring(own, wait, bookingOf(own, wait));
        } catch (RuntimeException bug) {
            own = new Draft(rows);
            bring(own, wait, null);
        }
        own.changes().forEach(change -> rows.set(change.table(), change.key(), change.row()));
    }

    private static void bring(Rows rows, EarlierWait wait, @Nullable Booking booking) {
        rows.delete(wait.table(), wait.key());
        wait.indexKeys().forEach(key -> rows.delete(Table.DEFERRALS, key));
        new WaitingList(rows)
                .add(
                        new Deferral(
                                wait.request(),
                                wait.attempt(),
                                codeOf(rows, wait),
                                wait.wasHeld() ? null : wait.promised(),
                                wait.cause(),
                                wait.arrivalOffset(),
                                wait.arrivalOffset(),
                                wait.inboundsSeen(),
                                wait.firstJudgedAt(),
                                wait.judgedAt(),
                                booking,
                                List.of()),
                        wait.due(),
                        wait.urgency());
    }

    /** What the slot that it held is now: the slot itself, and the day of the server and of the line. */
    private @Nullable Booking bookingOf(Rows own, EarlierWait wait) {
        Instant slot = wait.slot();
        Line line = wait.line() == null ? null : own.line(pool, wait.line());
        if (slot == null || line == null) {
            return null;
        }
        Precedence precedence =
                wait.reply() ? Precedence.REPLY : Precedence.of(wait.request().priority());
        BurstMinute minute = own.burstMinute(pool, line.line(), BurstMinute.minuteOf(slot.toEpochMilli()));
        own.put(minute.withoutReservation(slot, precedence));
        long day = LocalDate.ofInstant(slot, zone).toEpochDay();
        Recipient recipient = own.recipient(pool, wait.request().recipient());
        return new Booking(
                line.line(),
                line.server(),
                slot,
                precedence,
                day,
                recipient.isNewTo(line.line()) ? day : null,
                recipient.home() == null);
    }

    private static Code codeOf(Rows rows, EarlierWait wait) {
        RequestRecord record =
                rows.request(wait.request().pool(), wait.request().requestId());
        return record == null || record.bindingCode() == null ? Code.LINE_BURST : record.bindingCode();
    }
}
