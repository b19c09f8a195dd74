package dev.linewarden.bench;

import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.Priority;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.RowCodec;
import dev.linewarden.store.kafka.StoreRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Utils;

/**
 * One pool of the core over the rows of a task as the gate keeps them: {@link StoreRows}, with its caches and its bytes, on RocksDB.
 * What is not in it: topics, changelogs, commits.
 */
final class FlatPool implements AutoCloseable {

    static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            burst: {max: 1000000, max-outreach: 1000000, min-gap: 0s, jitter: 0s}
            follow-ups: {monologue: 1000000}
            consent: {required: false}
            quiet-hours: {mode: off}
            dialogue: {mode: off}
            deferral: {max-wait: 8760h}
            """;

    /** Lines have the room that they have by default, so that what waits is spread over time. */
    static final String WAITING_POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            consent: {required: false}
            quiet-hours: {mode: off}
            dialogue: {mode: off}
            deferral: {max-wait: 8760h}
            """;

    static final Instant BEGIN = Instant.parse("2026-03-02T18:00:00Z");
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration AHEAD = Duration.ofHours(1);

    private final Path directory = Files.createTempDirectory("flat");
    private final Map<Table, RocksStore> stores = new EnumMap<>(Table.class);
    private final int lines;
    private final Gate gate;
    private Instant now = BEGIN;
    private long offset;
    private int approved;
    private int deferred;

    FlatPool(String policy, int lines) throws IOException {
        this.lines = lines;
        for (Table table : Table.values()) {
            stores.put(table, new RocksStore(table.storeName(), directory));
        }
        StoreRows rows = new StoreRows(table -> Objects.requireNonNull(stores.get(table)));
        gate = new Gate(rows, new LibraryFacts(), new PolicyYaml(), door(rows), 0, "bench");
        offset = CorePool.setUp(gate, policy, lines, Math.max(1, lines / 10), now);
    }

    private Door door(StoreRows rows) {
        return (Step step) -> {
            rows.write(step.changes(), rows.encode(step.changes()));
            step.emissions().forEach(emission -> {
                if (emission instanceof Alert alert && alert.kind() == Alert.Kind.POLICY_REJECTED) {
                    throw new IllegalStateException(alert.message());
                }
                if (emission instanceof Decision decision) {
                    approved += decision.outcome() == Outcome.APPROVED ? 1 : 0;
                    deferred += decision.outcome() == Outcome.DEFERRED ? 1 : 0;
                }
            });
        };
    }

    int approved() {
        return approved;
    }

    int deferred() {
        return deferred;
    }

    /**
     * So many people who wrote to a line, as rows and not through the gate: ten million are decided within an hour, and written within
     * minutes. Each is as the gate leaves somebody who wrote once.
     */
    void know(int people) {
        RowCodec codec = new RowCodec();
        RocksStore recipients = Objects.requireNonNull(stores.get(Table.RECIPIENTS));
        for (int i = 0; i < people; i++) {
            Recipient row = Recipient.unknown(CorePool.NAME, Traffic.recipient(i))
                    .knownTo("line-" + i % lines)
                    .wroteTo("line-" + i % lines, now);
            recipients.put(row.key(), codec.encode(row));
        }
        stores.values().forEach(RocksStore::settle);
    }

    /** An answer to somebody who wrote. */
    void reply(int request, int person) {
        take(request("r" + request, Traffic.recipient(person)).build());
    }

    /** Somebody writes. */
    void hear(int person) {
        take(new ConversationEvent(
                "e" + person,
                CorePool.NAME,
                "line-" + person % lines,
                Traffic.recipient(person),
                ConversationEvent.Kind.INBOUND_MESSAGE,
                now,
                "hello",
                null));
    }

    /** A message to a stranger that is to wait for an hour, and longer where the lines are full by then. */
    void book(int stranger) {
        take(request("b" + stranger, "stranger" + stranger + "@example.com")
                .priority(Priority.BULK)
                .notBefore(BEGIN.plus(AHEAD))
                .build());
    }

    /** A line was flagged before its last sends: every request that is remembered is looked at. */
    void flagLate() {
        take(new LineUpdate(CorePool.NAME, "line-0", "server-0", LineUpdate.Status.FLAGGED, null, BEGIN, null));
    }

    private RequestBuilder request(String id, String recipient) {
        return new RequestBuilder(id, CorePool.NAME, recipient, "Ready for your update?", now)
                .timeZone("America/New_York");
    }

    private void take(Event event) {
        now = now.plus(STEP);
        gate.process(event, offset++, now, now);
    }

    /** Releases what falls due, in the order of its time, until so many more are sent. */
    void release(int count) {
        int until = approved + count;
        while (approved < until) {
            Instant due = Objects.requireNonNull(gate.nextDue());
            now = due.isAfter(now) ? due : now;
            gate.drain(now, until - approved);
        }
    }

    /** Bytes of its stores on disk. */
    long diskBytes() throws IOException {
        stores.values().forEach(RocksStore::settle);
        return ChangelogSize.bytesBelow(directory);
    }

    /** Nanoseconds for which this thread had a core: what else runs on the machine does not count. */
    static long busy() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Override
    public void close() throws IOException {
        List.copyOf(stores.values()).forEach(RocksStore::close);
        Utils.delete(directory.toFile());
    }
}
