package dev.linewarden.streams;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.audit.Replay;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.SameState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What gates on a real broker decided and remember comes out of journal and ticks again: with wake-ups and a change of
 * policy, with a gate that joins and leaves, and with one whose clock ran ahead and whose pools went to another.
 */
class ReplayIT {

    private static final List<String> POOLS = List.of("default", "a", "b", "c", "d");
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final String ANYBODY_AT_ANY_TIME =
            "consent: {required: false}\nquiet-hours: {mode: off}\nfollow-ups: {mode: off}\n";
    // Windows of seconds: in the usual minute everything waits for its slot just the same, only longer.
    private static final String FREE =
            ANYBODY_AT_ANY_TIME + "burst: {window: 3s, max-outreach: 4, min-gap: 200ms, jitter: 0s}\n";
    private static final String TIGHT =
            ANYBODY_AT_ANY_TIME + "burst: {window: 1s, max-outreach: 2, min-gap: 200ms, jitter: 0s}\n";

    @TempDir
    private Path directory;

    private int asked;

    @Test
    void all_that_was_decided_and_is_remembered_replays_alike() throws Exception {
        try (Cluster cluster = new Cluster("replay")) {
            for (String pool : POOLS) {
                setUp(cluster, pool);
            }
            try (GateRunner first = start(cluster, "first", GateTopology.RIGHT)) {
                live(cluster, Duration.ZERO);
                try (GateRunner second = start(cluster, "second", GateTopology.RIGHT)) {
                    cluster.publish(policies(TIGHT));
                    live(cluster, Duration.ZERO);
                    assertThat(second.isRunning()).isTrue();
                }
                live(cluster, Duration.ZERO);
                assertThat(first.isRunning()).isTrue();
            }
            try (GateRunner ahead = start(cluster, "second", () -> AHEAD)) {
                live(cluster, AHEAD);
                assertThat(ahead.isRunning()).isTrue();
            }
            try (GateRunner right = start(cluster, "first", GateTopology.RIGHT)) {
                live(cluster, Duration.ZERO);
                assertThat(right.isRunning()).isTrue();
            }
            assertThat(alerts(cluster)).contains("CLOCK_SKEW");
            int decisions = 0;
            for (int partition = 0; partition < Cluster.PARTITIONS; partition++) {
                decisions += replay(cluster, partition);
            }
            assertThat(decisions).isGreaterThan(asked);

            Program.Result verified =
                    Program.run(cluster, "replay", "--verify", "--application-id", "replay.gate", "--json");
            assertThat(verified.exitCode()).as(verified.out()).isZero();
            assertThat(verified.out())
                    .contains("\"identity\":true")
                    .contains("\"same\":" + decisions + ",\"different\":0");
        }
    }

    private GateRunner start(Cluster cluster, String name, Supplier<Duration> skew) throws Exception {
        GateRunner gate = GateRunner.start(
                cluster.gateConfig(directory.resolve(name)),
                Pace.REAL,
                new RebuildLines(System::nanoTime, line -> {}),
                skew);
        assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return gate;
    }

    private static void setUp(Cluster cluster, String pool) {
        Instant now = Instant.now();
        cluster.publish(
                new PolicyUpdate(pool, FREE, now),
                LineUpdates.of(pool, "line-1", "server-1", LineStatus.ACTIVE, null, now, null),
                LineUpdates.of(pool, "line-2", "server-1", LineStatus.ACTIVE, null, now, null));
    }

    private static PolicyUpdate[] policies(String text) {
        return POOLS.stream()
                .map(pool -> new PolicyUpdate(pool, text, Instant.now()))
                .toArray(PolicyUpdate[]::new);
    }

    /** Some traffic of every kind; ends when what waited for seconds or for a reply has been judged again. */
    private void live(Cluster cluster, Duration skew) {
        List<OutboundRequest> held = new ArrayList<>();
        List<OutboundRequest> soon = new ArrayList<>();
        List<OutboundRequest> later = new ArrayList<>();
        for (String pool : POOLS) {
            Instant now = Instant.now();
            cluster.publish(LineUpdates.of(pool, "line-1", "server-1", LineStatus.PAUSED, null, now, null));
            for (int i = 0; i < 6; i++) {
                cluster.publish(ask(pool, "user" + i));
            }
            held.add(ask(pool, "user0"));
            held.get(held.size() - 1).setHoldForReply(true);
            soon.add(ask(pool, "soon" + asked));
            later.add(ask(pool, "later" + asked));
            later.get(later.size() - 1).setNotBefore(now.plus(skew).plus(Duration.ofHours(1)));
            OutboundRequest pinned = ask(pool, "pinned" + asked);
            pinned.setLine("line-1");
            cluster.publish(pinned);
        }
        soon.forEach(request -> request.setNotBefore(Instant.now().plus(skew).plusSeconds(2)));
        cluster.publish(Stream.of(held, soon, later).flatMap(List::stream).toArray(OutboundRequest[]::new));
        await(cluster, Stream.concat(held.stream(), later.stream()), decision -> true);
        for (int i = 0; i < POOLS.size(); i++) {
            String pool = POOLS.get(i);
            Instant now = Instant.now();
            cluster.publish(
                    inbound(pool, "user0", "Yes"),
                    inbound(pool, "user2", "STOP"),
                    LineUpdates.of(pool, "line-1", "server-1", LineStatus.ACTIVE, null, now, null),
                    new Command(pool, CommandKind.CANCEL, later.get(i).getRequestId(), null, now, null, null),
                    new Command(pool, CommandKind.FORGET, null, "user3@example.com", now, null, null));
        }
        // On a machine that does nothing for two seconds what was to leave soon need not wait.
        await(
                cluster,
                Stream.of(held, soon, later).flatMap(List::stream),
                decision -> decision.getAttempt() > 1 || decision.getOutcome() != Outcome.DEFERRED);
    }

    /** Waits for a decision of that kind of each. */
    private static void await(Cluster cluster, Stream<OutboundRequest> requests, Predicate<Decision> kind) {
        List<String> ids = requests.map(OutboundRequest::getRequestId).toList();
        cluster.decisions().decisionsUntil(seen -> seen.stream()
                .filter(kind)
                .map(decision -> decision.getRequest().getRequestId())
                .collect(Collectors.toSet())
                .containsAll(ids));
    }

    private OutboundRequest ask(String pool, String name) {
        OutboundRequest request = request("r" + asked++, name + "@example.com", "Ready?");
        request.setPool(pool);
        return request;
    }

    private ConversationEvent inbound(String pool, String name, String text) {
        return new ConversationEvent(
                "e" + asked++,
                pool,
                "line-1",
                name + "@example.com",
                ConversationKind.INBOUND_MESSAGE,
                Instant.now(),
                text,
                null);
    }

    private static List<String> alerts(Cluster cluster) {
        List<String> kinds = new ArrayList<>();
        cluster.reader(List.of(cluster.topics().alerts()))
                .toEnd(record -> kinds.add(((Alert) cluster.decode(record)).getKind()));
        return kinds;
    }

    /** Answers how many decisions of the partition came out the same: all of them. */
    private static int replay(Cluster cluster, int partition) {
        Replay replay = new Replay(
                partition,
                read(cluster, cluster.topics().ticks(), partition).stream()
                        .map(record -> (Tick) cluster.decode(record))
                        .iterator());
        List<Decision> decided = new ArrayList<>();
        cluster.decisions().toEnd(record -> decided.add((Decision) cluster.decode(record)));
        decided.removeIf(decision -> decision.getJournalPartition() != partition);
        decided.forEach(replay::take);
        for (ConsumerRecord<byte[], byte[]> record :
                read(cluster, cluster.topics().journal(), partition)) {
            replay.take(
                    (JournalEntry) cluster.decode(record),
                    Instant.ofEpochMilli(record.timestamp()),
                    partition,
                    record.offset());
        }

        assertThat(replay.differences()).isEmpty();
        assertThat(replay.same()).isEqualTo(decided.size()).isPositive();
        SameState.check(replay.rows(), rows(cluster, partition));
        return replay.same();
    }

    private static MemoryRows rows(Cluster cluster, int partition) {
        MemoryRows rows = new MemoryRows();
        String application = cluster.gateConfig(Path.of("")).applicationId();
        for (Table table : Table.values()) {
            read(cluster, Changelog.topic(application, table), partition)
                    .forEach(record -> Changelog.apply(table, record.key(), record.value(), rows));
        }
        return rows;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Cluster cluster, String topic, int partition) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        cluster.reader(List.of(topic)).toEnd(record -> {
            if (record.partition() == partition) {
                records.add(record);
            }
        });
        return records;
    }
}
