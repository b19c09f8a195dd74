package dev.linewarden.core.state;

import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that belongs to a request that waits: the {@link Deferral} itself, its {@link Wake} among what falls due, a {@link Waiter}
 * for each thing that may end the wait, and what it has booked. They are written together and removed together. Every wait has a
 * Waiter under its recipient, so that whoever writes, opts out or is forgotten finds it.
 */
public final class WaitingList {

    private final Rows rows;

    public WaitingList(Rows rows) {
        this.rows = rows;
    }

    /**
     * Begins a wait.
     *
     * @param due when it is judged again
     */
    public void add(Deferral deferral, Instant due, Priority urgency) {
        countHomeless(deferral, 1);
        rows.put(deferral);
        for (String cause : causesOf(deferral)) {
            rows.put(Waiter.of(deferral, cause));
        }
        Booking booking = deferral.booking();
        if (booking != null) {
            book(deferral, booking, 1);
        }
        put(new Wake(
                deferral.request().pool(),
                deferral.request().requestId(),
                due,
                urgency,
                deferral.arrivalOffset(),
                booking == null ? null : booking.line()));
    }

    /** Ends a wait, and frees what it had booked. */
    public void remove(Waiting waiting) {
        Deferral deferral = waiting.deferral();
        rows.delete(waiting.wake().table(), waiting.wake().key());
        rows.delete(deferral.table(), deferral.key());
        for (String cause : causesOf(deferral)) {
            Waiter waiter = Waiter.of(deferral, cause);
            rows.delete(waiter.table(), waiter.key());
        }
        countHomeless(deferral, -1);
        if (deferral.booking() != null) {
            book(deferral, deferral.booking(), -1);
        }
    }

    /** Each recipient once, however many of its messages wait: called while the wait itself is not there. */
    private void countHomeless(Deferral deferral, int more) {
        String pool = deferral.request().pool();
        if (isHomeless(deferral) && !isHomeless(pool, deferral.request().recipient())) {
            rows.put(rows.residents(pool, Residents.NO_LINE).plus(more));
        }
    }

    private boolean isHomeless(String pool, String recipient) {
        String cause = Deferral.awaitingReply(recipient);
        return rows
                .range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), Integer.MAX_VALUE)
                .stream()
                // While a pool is brought over from an earlier release, entries of that release are among them.
                .anyMatch(row -> row instanceof Waiter waiter
                        && waiter.promised() == null
                        && isHomeless(waitOf(waiter).deferral()));
    }

    private static boolean isHomeless(Deferral deferral) {
        return deferral.promised() == null && Deferral.awaitingCapacity().equals(deferral.cause());
    }

    private void put(Wake wake) {
        rows.put(wake);
        RequestRecord record = rows.request(wake.pool(), wake.requestId());
        if (record != null) {
            rows.put(record.movedTo(wake.key()));
        }
    }

    /** Has the wait judged at another time, or at another place among what falls due then. Its booking stays. */
    public void move(Waiting waiting, Instant due, Priority urgency) {
        Wake wake = waiting.wake();
        rows.delete(wake.table(), wake.key());
        put(wake.at(due, urgency));
    }

    private void book(Deferral deferral, Booking booking, int more) {
        String pool = deferral.request().pool();
        BurstMinute minute = rows.burstMinute(
                pool, booking.line(), BurstMinute.minuteOf(booking.at().toEpochMilli()));
        rows.put(
                more > 0
                        ? minute.withReservation(booking.at(), booking.precedence())
                        : minute.withoutReservation(booking.at(), booking.precedence()));
        rows.put(rows.serverDay(pool, booking.server(), booking.serverDay()).booking(booking.precedence(), more));
        if (booking.conversationDay() != null) {
            rows.put(rows.lineActivity(pool, booking.line())
                    .booking(booking.conversationDay(), booking.precedence(), more));
        }
        if (booking.settles()) {
            rows.put(rows.residents(pool, booking.line()).booking(booking.precedence(), more));
        }
        FollowUps sent = rows.followUps(pool, deferral.request().recipient());
        rows.set(sent.table(), sent.key(), more > 0 ? sent.with(booking) : sent.without(booking));
    }

    private static List<String> causesOf(Deferral deferral) {
        String recipient = Deferral.awaitingReply(deferral.request().recipient());
        String cause = deferral.cause();
        boolean isOfReply = cause == null || cause.equals(recipient);
        if (deferral.suspendedBy().isEmpty()) {
            return isOfReply ? List.of(recipient) : List.of(recipient, cause);
        }
        List<String> causes = new ArrayList<>();
        causes.add(recipient);
        if (!isOfReply) {
            causes.add(cause);
        }
        deferral.suspendedBy().forEach(scope -> causes.add(Deferral.awaitingResume(scope)));
        return causes;
    }

    /** The wait of the request; null when it does not wait. */
    public @Nullable Waiting of(String pool, String requestId) {
        RequestRecord record = rows.request(pool, requestId);
        if (record == null || record.deferralKey() == null) {
            return null;
        }
        Wake wake = (Wake) rows.get(Table.DEFERRALS, record.deferralKey());
        return wake == null ? null : waiting(wake);
    }

    /** The wait that the entry stands for. */
    public Waiting waiting(Wake wake) {
        Deferral deferral = (Deferral) rows.get(Table.DEFERRALS, Deferral.key(wake.pool(), wake.requestId()));
        if (deferral == null) {
            throw new IllegalStateException("an entry of what falls due without its wait in pool " + wake.pool());
        }
        return new Waiting(deferral, wake);
    }

    /** Everything that waits for one recipient, in order of promised time. */
    public List<Waiting> ofRecipient(String pool, String recipient) {
        String cause = Deferral.awaitingReply(recipient);
        List<Waiting> found = new ArrayList<>();
        for (Row row :
                rows.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), Integer.MAX_VALUE)) {
            found.add(waitOf((Waiter) row));
        }
        return found;
    }

    /** Whether anything waits for the cause. */
    public boolean isAwaited(String pool, String cause) {
        return !rows.range(Table.DEFERRALS, Waiter.start(pool, cause), Waiter.end(pool, cause), 1)
                .isEmpty();
    }

    /**
     * The recipient wrote: what waited for that falls due, and what falls due within the conversation that is now active
     * goes ahead of what does not. No promised time moves.
     */
    public void replied(Recipient recipient, Instant at, Policy policy) {
        for (Waiting waiting : ofRecipient(recipient.pool(), recipient.recipient())) {
            boolean ends = waiting.deferral().endsWithReply();
            Instant due = ends ? at : waiting.wake().due();
            Priority urgency = recipient.urgencyOf(waiting.deferral().request(), due, policy);
            if (ends || urgency != waiting.wake().urgency()) {
                move(waiting, due, urgency);
            }
        }
    }

    /** All that waits for the recipient is judged now: it wants no messages any more. */
    public void refused(Recipient recipient, Instant at, Policy policy) {
        for (Waiting waiting : ofRecipient(recipient.pool(), recipient.recipient())) {
            move(waiting, at, recipient.urgencyOf(waiting.deferral().request(), at, policy));
        }
    }

    /**
     * Looks at the next entries of a release. What was held is put into the order of what falls due now, where each has the
     * place of its urgency; of what has a time the first is given back, to be planned anew before the next is looked at.
     *
     * @param limit how many entries to look at
     */
    public @Nullable Waiting release(Release release, Policy policy, int limit) {
        List<Row> batch = rows.range(Table.DEFERRALS, release.from(), release.to(), limit);
        for (Row row : batch) {
            Waiting waiting = concerned(release, row);
            if (waiting == null) {
                continue;
            }
            if (waiting.deferral().promised() != null) {
                advance(release, release.after(row.key()));
                return waiting;
            }
            Recipient recipient =
                    rows.recipient(release.pool(), waiting.deferral().request().recipient());
            move(waiting, release.due(), recipient.urgencyOf(waiting.deferral().request(), release.due(), policy));
        }
        if (batch.size() < limit) {
            rows.delete(release.table(), release.key());
        } else {
            advance(release, release.after(batch.get(limit - 1).key()));
        }
        return null;
    }

    private void advance(Release release, Release rest) {
        rows.delete(release.table(), release.key());
        rows.put(rest);
    }

    /** The wait behind the index entry, if the release concerns it and it began before what happened. */
    private @Nullable Waiting concerned(Release release, Row entry) {
        if (entry instanceof Waiter waiter) {
            return waiter.sinceOffset() < release.beforeOffset() ? waitOf(waiter) : null;
        }
        if (!(entry instanceof Wake wake) || !release.concerns(wake)) {
            return null;
        }
        Waiting waiting = waiting(wake);
        boolean isBefore = waiting.deferral().sinceOffset() < release.beforeOffset();
        return isBefore && (!release.isOfSuspended() || isSuspendedThen(waiting.deferral())) ? waiting : null;
    }

    private boolean isSuspendedThen(Deferral deferral) {
        Instant promised = deferral.promised();
        OutboundRequest request = deferral.request();
        return promised != null && rows.suspensions(request.pool()).holding(request, promised) != null;
    }

    private Waiting waitOf(Waiter waiter) {
        Waiting waiting = of(waiter.pool(), waiter.requestId());
        if (waiting == null) {
            throw new IllegalStateException("an index entry without its wait in pool " + waiter.pool());
        }
        return waiting;
    }
}
