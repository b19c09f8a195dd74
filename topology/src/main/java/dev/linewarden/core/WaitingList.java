package dev.linewarden.core;

import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiter;
import java.util.ArrayList;
import java.util.List;

/** Keeps a deferral, its place in the index by cause and its reserved slot together: all are there, or none is. */
final class WaitingList {

    private final Rows rows;

    WaitingList(Rows rows) {
        this.rows = rows;
    }

    /**
     * @param since the journal position at which the wait began
     * @return the key under which the deferral waits
     */
    String add(Deferral deferral, long since) {
        String key = deferral.key();
        rows.put(deferral);
        String pool = deferral.intent().pool();
        if (deferral.cause() != null) {
            rows.put(new Waiter(
                    pool,
                    deferral.cause(),
                    deferral.urgency().rank(),
                    deferral.arrival(),
                    deferral.intent().requestId(),
                    key,
                    since));
        }
        if (deferral.slot() != null && deferral.line() != null) {
            rows.put(minuteOf(deferral)
                    .withReservation(deferral.slot(), deferral.intent().priority(), deferral.reply()));
        }
        RequestRecord record = rows.request(pool, deferral.intent().requestId());
        if (record != null) {
            rows.put(record.movedTo(key));
        }
        return key;
    }

    void remove(Deferral deferral) {
        rows.delete(Table.DEFERRALS, deferral.key());
        if (deferral.cause() != null) {
            rows.delete(
                    Table.DEFERRALS,
                    Waiter.key(
                            deferral.intent().pool(),
                            deferral.cause(),
                            deferral.urgency().rank(),
                            deferral.arrival(),
                            deferral.intent().requestId()));
        }
        if (deferral.slot() != null && deferral.line() != null) {
            rows.put(minuteOf(deferral)
                    .withoutReservation(deferral.slot(), deferral.intent().priority(), deferral.reply()));
        }
    }

    /** Everything that waits for one recipient: reads the whole list, for commands that come rarely. */
    List<Deferral> of(String pool, String recipient) {
        List<Deferral> found = new ArrayList<>();
        for (Row row : rows.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE)) {
            if (row instanceof Deferral deferral
                    && deferral.intent().pool().equals(pool)
                    && deferral.intent().recipient().equals(recipient)) {
                found.add(deferral);
            }
        }
        return found;
    }

    private BurstMinute minuteOf(Deferral deferral) {
        if (deferral.slot() == null || deferral.line() == null) {
            throw new IllegalArgumentException("a deferral without a slot");
        }
        return rows.burstMinute(
                deferral.intent().pool(),
                deferral.line(),
                BurstMinute.minuteOf(deferral.slot().toEpochMilli()));
    }
}
