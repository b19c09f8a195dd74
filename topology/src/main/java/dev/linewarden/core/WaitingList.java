package dev.linewarden.core;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.BurstMinute;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a deferral, its places in the indexes and its reserved slot together: all are there, or none is. Every deferral is
 * found under its recipient, and one that something else may end is found under that cause too.
 */
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
        String pool = deferral.request().pool();
        for (String cause : indexesOf(deferral)) {
            rows.put(new Waiter(
                    pool, cause, deferral.arrival(), deferral.request().requestId(), key, since));
        }
        if (deferral.slot() != null && deferral.line() != null) {
            rows.put(minuteOf(deferral)
                    .withReservation(deferral.slot(), deferral.request().priority(), deferral.reply()));
        }
        RequestRecord record = rows.request(pool, deferral.request().requestId());
        if (record != null) {
            rows.put(record.movedTo(key));
        }
        return key;
    }

    void remove(Deferral deferral) {
        rows.delete(Table.DEFERRALS, deferral.key());
        for (String cause : indexesOf(deferral)) {
            rows.delete(
                    Table.DEFERRALS,
                    Waiter.key(
                            deferral.request().pool(),
                            cause,
                            deferral.arrival(),
                            deferral.request().requestId()));
        }
        if (deferral.slot() != null && deferral.line() != null) {
            rows.put(minuteOf(deferral)
                    .withoutReservation(deferral.slot(), deferral.request().priority(), deferral.reply()));
        }
    }

    private static List<String> indexesOf(Deferral deferral) {
        String recipient = Deferral.awaitingReply(deferral.request().recipient());
        String cause = deferral.cause();
        return cause == null || cause.equals(recipient) ? List.of(recipient) : List.of(recipient, cause);
    }

    /** Everything that waits for one recipient, by arrival. */
    List<Deferral> of(String pool, String recipient) {
        String cause = Deferral.awaitingReply(recipient);
        List<Deferral> found = new ArrayList<>();
        for (Row row :
                rows.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), Integer.MAX_VALUE)) {
            found.add(waitOf((Waiter) row));
        }
        return found;
    }

    /** Whether anything waits for the cause. */
    boolean isAwaited(String pool, String cause) {
        return !rows.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), 1)
                .isEmpty();
    }

    /**
     * The recipient wrote: what waited for that falls due, and what falls due within the conversation that is now active
     * goes ahead of what does not.
     */
    void replied(Recipient recipient, Instant at, Policy policy) {
        String cause = Deferral.awaitingReply(recipient.recipient());
        for (Deferral waiting : of(recipient.pool(), recipient.recipient())) {
            Instant due = cause.equals(waiting.cause()) ? at : waiting.due();
            Priority urgency = Case.urgency(waiting.request(), recipient, due, policy);
            if (cause.equals(waiting.cause())) {
                replace(waiting, waiting.released(at, urgency));
            } else if (urgency != waiting.urgency()) {
                replace(waiting, waiting.ranked(urgency));
            }
        }
    }

    /**
     * The cause ended: puts the next waits into the order of what falls due, and leaves the rest of the release, if any.
     *
     * @param limit how many index entries to look at
     */
    void release(Release release, Policy policy, int limit) {
        List<Row> batch =
                rows.range(Table.DEFERRALS, release.from(), Waiter.end(release.pool(), release.cause()), limit);
        for (Row row : batch) {
            Waiter waiter = (Waiter) row;
            if (waiter.since() < release.before()) {
                Deferral waiting = waitOf(waiter);
                Recipient recipient =
                        rows.recipient(release.pool(), waiting.request().recipient());
                Priority urgency = Case.urgency(waiting.request(), recipient, release.due(), policy);
                replace(waiting, waiting.released(release.due(), urgency));
            }
        }
        if (batch.size() < limit) {
            rows.delete(release.table(), release.key());
        } else {
            rows.put(release.after((Waiter) batch.get(limit - 1)));
        }
    }

    private void replace(Deferral waiting, Deferral next) {
        remove(waiting);
        add(next, waiting.arrival());
    }

    private Deferral waitOf(Waiter waiter) {
        Deferral deferral = (Deferral) rows.get(Table.DEFERRALS, waiter.deferralKey());
        if (deferral == null) {
            throw new IllegalStateException("an index entry without its deferral in pool " + waiter.pool());
        }
        return deferral;
    }

    private BurstMinute minuteOf(Deferral deferral) {
        if (deferral.slot() == null || deferral.line() == null) {
            throw new IllegalArgumentException("a deferral without a slot");
        }
        return rows.burstMinute(
                deferral.request().pool(),
                deferral.line(),
                BurstMinute.minuteOf(deferral.slot().toEpochMilli()));
    }
}
