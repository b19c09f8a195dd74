package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.FollowedRecords;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.query.PoolOwner;
import dev.linewarden.query.PoolOwners;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.streams.GateRunner;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back lines whose pause is over. When a pause ends stands in the line's own record, so that it hangs on no browser and on
 * no process: whichever instance owns the pool by then reports the line, and one that was down reports it when it comes up. The
 * gate itself takes the report for a line that is still PAUSED alone, at its place in the journal.
 */
@Context
// A service that has this jar for its serializer alone has no gate.
@Requires(beans = GateRunner.class)
final class ReturningLines {

    private static final Logger LOG = LoggerFactory.getLogger(ReturningLines.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final GateRunner gate;
    private final PoolOwners owners;
    private final OperationDesk operations;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "returning-lines");

    ReturningLines(Cluster cluster, GateRunner gate, PoolOwners owners, OperationDesk operations) {
        this.cluster = cluster;
        this.gate = gate;
        this.owners = owners;
        this.operations = operations;
        thread.setDaemon(true);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    private void watch() {
        while (!isEnding()) {
            try (FollowedRecords lines =
                    FollowedRecords.decodable(cluster, List.of(cluster.topics().lines()))) {
                follow(lines);
            } catch (InterruptException ended) {
                return;
            } catch (RetriableException away) {
                // The gate says already that its registry or its broker is away, once.
                LOG.debug("looked at again in a moment", away);
            } catch (RuntimeException failed) {
                LOG.warn(
                        "Whose pause is over is looked at again in a moment: {}",
                        failed.getClass().getName());
            }
        }
    }

    private void follow(FollowedRecords lines) {
        Map<String, LineUpdate> paused = new HashMap<>();
        while (!isEnding()) {
            lines.readOn(record -> {
                if (record instanceof LineUpdate update) {
                    note(update, paused);
                }
            });
            Instant now = gate.now().truncatedTo(ChronoUnit.MILLIS);
            paused.values().forEach(line -> bringBack(line, now));
        }
    }

    private static void note(LineUpdate update, Map<String, LineUpdate> paused) {
        if (update.getStatus() == LineStatus.PAUSED && update.getUntil() != null) {
            paused.put(update.getLine(), update);
        } else {
            paused.remove(update.getLine());
        }
    }

    private void bringBack(LineUpdate line, Instant now) {
        Instant until = line.getUntil();
        PoolOwner owner = owners.ownerOf(line.getPool());
        if (until == null || now.isBefore(until) || owner == null || !owner.isHere()) {
            return;
        }
        operations.publish(
                new Author("the gate", Author.GATE, "its pause was until " + until),
                new Deed(OperationKind.LINE_RETURNED, line.getPool(), line.getLine()),
                LineUpdates.resumed(line, now),
                "published; it counts if the line is paused still");
    }

    private boolean isEnding() {
        try {
            return ending.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends before what it sends with does. */
    @PreDestroy
    void close() {
        ending.countDown();
        try {
            thread.join(CLOSES_WITHIN.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
