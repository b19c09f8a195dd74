package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.Consent;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.store.Checkpoint;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.UnreadableRowException;
import dev.linewarden.store.kafka.ReadOnlyStoreView;
import dev.linewarden.store.kafka.StoreRows;
import dev.linewarden.support.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stores that the topology has filled, through a view that cannot write them. */
class StoresOfTheTopologyTest {

    private static final Instant NOON = Instant.parse("2026-03-02T17:00:00Z");
    private static final int REQUESTS = 40;

    private final TopologyStage stage = new TopologyStage(NOON);
    private final ReadOnlyStoreView view =
            new ReadOnlyStoreView(table -> stage.driver().getKeyValueStore(table.storeName()));

    @BeforeEach
    void requestsThatWereSentAndSomeThatWait() {
        stage.take(NOON, LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, NOON, null));
        stage.take(NOON, LineUpdates.of("default", "line-2", "server-1", LineStatus.PAUSED, null, NOON, null));
        for (int i = 0; i < REQUESTS; i++) {
            OutboundRequest request = Cluster.request("r" + i, "p" + i + "@example.com", "Ready? 🙂");
            request.setCreatedAt(NOON);
            request.setConsent(new Consent("form", null));
            request.setHoldForReply(i % 2 == 1);
            stage.take(NOON, request);
        }
        assertThat(stage.decisions()).hasSize(REQUESTS);
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void rows_and_ranges_are_those_of_the_one_who_writes() {
        StoreRows written = new StoreRows(table -> stage.driver().getKeyValueStore(table.storeName()));
        for (Table table : Table.values()) {
            List<Row> all = new ArrayList<>();
            view.forEach(table, all::add);

            assertThat(all)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(written.range(table, "", "\uffff", Integer.MAX_VALUE));
            all.forEach(row -> assertThat(view.get(table, row.key()))
                    .usingRecursiveComparison()
                    .isEqualTo(row));
        }
        assertThat(view.lines("default")).extracting(Line::line).containsExactly("line-1", "line-2");
        assertThat(view.request("default", "r0"))
                .extracting(RequestRecord::outcome)
                .isEqualTo(Outcome.APPROVED);
        assertThat(view.request("default", "nobody-asked")).isNull();
    }

    @Test
    void a_range_ends_before_its_end_and_at_its_limit() {
        List<Row> waiting = view.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, Integer.MAX_VALUE);
        assertThat(waiting).hasSizeGreaterThan(3).isSortedAccordingTo((a, b) -> a.key()
                .compareTo(b.key()));
        String first = waiting.get(0).key();
        String third = waiting.get(2).key();

        assertThat(view.range(Table.DEFERRALS, first, third, 3))
                .extracting(Row::key)
                .containsExactly(first, waiting.get(1).key());
        assertThat(view.range(Table.DEFERRALS, first, third, 1))
                .extracting(Row::key)
                .containsExactly(first);
        assertThat(view.range(Table.DEFERRALS, first, third, 0)).isEmpty();
        assertThat(view.range(Table.DEFERRALS, first, first, 3)).isEmpty();
        assertThat(view.range(Table.LINES, Keys.start("another pool"), Keys.end("another pool"), 3))
                .isEmpty();
    }

    @Test
    void many_threads_read_through_one_view() throws Exception {
        List<RequestRecord> expected = new ArrayList<>();
        view.forEach(Table.REQUESTS, row -> expected.add((RequestRecord) row));
        Callable<Integer> reader = () -> {
            int read = 0;
            for (int round = 0; round < 50; round++) {
                for (RequestRecord record : expected) {
                    assertThat(view.request("default", record.requestId())).isEqualTo(record);
                    read++;
                }
            }
            return read;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Integer> done : threads.invokeAll(List.of(reader, reader, reader, reader))) {
                assertThat(done.get()).isEqualTo(50 * REQUESTS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void state_of_a_newer_release_stops_the_gate_and_buries_no_entry() {
        KeyValueStore<String, byte[]> recipients = stage.driver().getKeyValueStore(Table.RECIPIENTS.storeName());
        byte[] newer = recipients.get(Keys.of("default", "p0@example.com")).clone();
        newer[1] = Byte.MAX_VALUE;
        // Of somebody whom this gate has not seen: whom it has, it remembers.
        recipients.put(Keys.of("default", "old@example.com"), newer);
        OutboundRequest request = Cluster.request("next", "old@example.com", "Ready?");

        assertThatThrownBy(() -> stage.take(NOON, request))
                .hasRootCauseInstanceOf(UnreadableRowException.class)
                .rootCause()
                .hasMessageContaining("do not downgrade")
                .hasMessageNotContaining("@example.com");
        assertThat(stage.deadLetters().isEmpty()).isTrue();
    }

    @Test
    void the_stores_survive_a_checkpoint(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("stage.checkpoint");
        Checkpoint checkpoint =
                new Checkpoint("test", 0, view.poolClock("default").journalOffset());
        checkpoint.write(file, view);
        MemoryRows restored = new MemoryRows();

        assertThat(Checkpoint.read(file, restored::put)).isEqualTo(checkpoint);

        for (Table table : Table.values()) {
            List<Row> expected = new ArrayList<>();
            view.forEach(table, expected::add);
            List<Row> read = new ArrayList<>();
            restored.forEach(table, read::add);
            assertThat(read).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
        }
    }
}
