package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Pools;
import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.SuspensionOrders;
import dev.linewarden.contract.SuspensionOrders.Label;
import dev.linewarden.core.rules.Case;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.schemas.Command;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Suspends a pool or a label of it, and resumes it, between two entries of the operations log. */
@Singleton
final class SuspensionDesk {

    private final Cluster cluster;
    private final OperationDesk operations;
    private final PoolDesk desk;

    SuspensionDesk(Cluster cluster, OperationDesk operations, PoolDesk desk) {
        this.cluster = cluster;
        this.operations = operations;
        this.desk = desk;
    }

    /**
     * The label that an address names.
     *
     * @param text {@code key=value}; null for all of the pool
     * @throws Refusal 400 for what is no label, an empty one too: nobody suspends a pool by leaving a field empty
     */
    static Label label(@Nullable String text) {
        Label label = text == null ? Label.NONE : Label.of(text);
        if (label == null) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "label is key=value, as in campaign=spring; leave it out for all of the pool");
        }
        return label;
    }

    /**
     * What Kafka has; the gate takes it at its place in the journal.
     *
     * @param label as {@code key=value}; null for all of the pool
     * @param until when it ends by itself; null when somebody says so, or it was resumed
     */
    record Ordered(
            String pool, @Nullable String label, @Nullable Instant until) {}

    /**
     * What waits and would be held.
     *
     * @param waiting how many, counted up to 10,000
     * @param refused how many of them could not leave before their deadline then, and would be refused at once
     * @param whole whether all were counted
     */
    record Concerned(int waiting, int refused, boolean whole) {}

    /** How long, as an address has it; null for no end. */
    static @Nullable Duration length(@Nullable String text) {
        return text == null || text.isBlank() ? null : LineActions.duration(text);
    }

    /** What would be held by it, of what waits now. */
    static Concerned concerned(PoolDesk.Opened opened, Label label, @Nullable Instant until) {
        Suspension asked = new Suspension(label.key(), label.value(), until, null, opened.now());
        WaitingRoom room = new WaitingRoom(opened);
        int waiting = 0;
        int refused = 0;
        String cursor = null;
        do {
            WaitingRoom.Page page = room.page(cursor, Limits.MAX_PAGE, wait -> asked.concerns(wait.request()));
            for (WaitingRoom.Wait wait : page.waits()) {
                Instant deadline = Case.deadline(wait.deferral().request(), opened.policy());
                waiting++;
                refused += until != null && deadline.isBefore(until) ? 1 : 0;
            }
            cursor = page.next();
        } while (cursor != null && waiting < Limits.MAX_COUNTED);
        return new Concerned(waiting, refused, cursor == null);
    }

    /**
     * Orders a suspension.
     *
     * @throws Refusal 400 without a reason; 404 for a pool that nobody has given a line or a policy; 503 when Kafka does not have
     *     it
     */
    Ordered suspend(
            String pool, Label label, @Nullable Duration length, @Nullable String reason, HttpRequest<?> asked) {
        Author author = OperationDesk.answerable(asked, reason);
        requireKnown(pool);
        Instant now = desk.now();
        Instant until = length == null ? null : now.plus(length);
        Deed deed = new Deed(
                OperationKind.SENDING_SUSPENDED,
                pool,
                label.text(),
                until == null
                        ? Map.of()
                        : Map.of("until", until.truncatedTo(ChronoUnit.SECONDS).toString()));
        Command order = SuspensionOrders.suspend(pool, label, until, author.reason(), now);
        return publish(author, deed, order, new Ordered(pool, label.text(), until));
    }

    /**
     * Orders the end of one.
     *
     * @throws Refusal 400 without a reason; 404 when it is not suspended; 503 when Kafka does not have it
     */
    Ordered resume(PoolDesk.Opened opened, Label label, @Nullable String reason, HttpRequest<?> asked) {
        Author author = OperationDesk.answerable(asked, reason);
        String pool = opened.pool();
        if (opened.view().state().suspensions(pool).of(label.scope(), opened.now()) == null) {
            throw Refusal.of(
                    HttpStatus.NOT_FOUND,
                    (label.key() == null ? "the pool as a whole" : "this label") + " is not suspended: see /pools/"
                            + pool);
        }
        Deed deed = new Deed(OperationKind.SENDING_RESUMED, pool, label.text());
        Command order = SuspensionOrders.resume(pool, label, opened.now());
        return publish(author, deed, order, new Ordered(pool, label.text(), null));
    }

    private Ordered publish(Author author, Deed deed, Command order, Ordered ordered) {
        requireTakable(order);
        operations.publish(author, deed, order);
        return ordered;
    }

    /** What the gate would make a dead letter of is refused here. */
    private static void requireTakable(Command command) {
        try {
            Inputs.normalise(command);
        } catch (Inputs.RefusedException unfit) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, String.valueOf(unfit.getMessage()));
        }
    }

    private void requireKnown(String pool) {
        if (!Pools.known(cluster).contains(pool)) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "there is no pool " + pool + ": it has neither a line nor a policy");
        }
    }
}
