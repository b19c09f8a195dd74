package dev.linewarden.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.RowCodec;
import dev.linewarden.support.MockStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores as release 0.1.0 left them, byte for byte and under its keys, in the hands of this one. */
class UpgradeTest {

    private static final Path ROWS = Path.of("src/test/resources/rows/0.1.0");
    private static final Instant THEN = Instant.parse("2026-03-02T18:00:00.123Z");
    private static final String WAIT = "due\0" + ordered(THEN.plusSeconds(90)) + "1" + ordered(17) + "\0pool\0r1";

    private final MockProcessorContext<Object, Object> context = MockStores.context();
    private final List<Emission> emissions = new ArrayList<>();

    private static String ordered(Instant time) {
        return ordered(time.toEpochMilli());
    }

    private static String ordered(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    private KeyValueStore<String, byte[]> store(Table table) {
        return context.getStateStore(table.storeName());
    }

    private void golden(Table table, String key, String file) throws IOException {
        store(table)
                .put(
                        key,
                        HexFormat.of()
                                .parseHex(Files.readAllLines(ROWS.resolve(file)).get(0)));
    }

    @BeforeEach
    void a_request_waits() throws IOException {
        golden(Table.POOLS, "pool\0clock", "PoolClock.v1.hex");
        golden(Table.DEFERRALS, WAIT, "EarlierWait.v1.hex");
        golden(Table.DEFERRALS, "by-cause\0pool\0reply:+19495550100\0" + ordered(17) + "\0r1", "EarlierWaiter.v1.hex");
        RowCodec codec = new RowCodec();
        Line line = new Line("pool", "line-1", "server-1", Status.ACTIVE, null, THEN, false);
        store(Table.LINES).put(line.key(), codec.encode(line));
        RequestRecord record = new RequestRecord(
                "pool",
                "r1",
                Outcome.DEFERRED,
                Outcome.DEFERRED,
                Code.LINE_BURST,
                3,
                THEN,
                THEN,
                "line-1",
                null,
                0,
                WAIT,
                RequestRecord.UNKNOWN_CONTENT);
        store(Table.REQUESTS).put(record.key(), codec.encode(record));
    }

    private Gate gate() {
        StoreRows rows = new StoreRows(this::store);
        return new Gate(
                rows,
                new LibraryFacts(),
                new PolicyYaml(),
                step -> {
                    rows.write(step.changes(), rows.encode(step.changes()));
                    emissions.addAll(step.emissions());
                },
                0,
                "test");
    }

    private List<String> keys(Table table) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows = store(table).all()) {
            rows.forEachRemaining(row -> keys.add(row.key.replace('\0', '|')));
        }
        return keys;
    }

    @Test
    void who_is_forgotten_first_thing_is_refused_once_and_nothing_is_left_under_an_old_key() {
        gate().process(
                        new Command("pool", Command.Kind.FORGET, null, "+19495550100", THEN),
                        1_000_001,
                        THEN.plusSeconds(1),
                        THEN.plusSeconds(1));

        assertThat(emissions).singleElement().isInstanceOfSatisfying(Decision.class, decision -> assertThat(
                        decision.decisionId())
                .isEqualTo("r1#4"));
        assertThat(keys(Table.DEFERRALS)).isEmpty();
        assertThat(keys(Table.LINE_BURSTS)).hasSize(1);
    }

    @Test
    void what_waits_is_found_by_the_gate_and_by_the_next_one() {
        Command nothing = new Command("pool", Command.Kind.CANCEL, "nobody", null, THEN);
        gate().process(nothing, 1_000_001, THEN.plusSeconds(1), THEN.plusSeconds(1));
        List<String> laidOut = keys(Table.DEFERRALS);
        Gate next = gate();
        next.process(nothing, 1_000_002, THEN.plusSeconds(2), THEN.plusSeconds(2));

        assertThat(keys(Table.DEFERRALS)).isEqualTo(laidOut).contains("wait|pool|r1", WAIT.replace('\0', '|'));
        assertThat(next.nextDue()).isEqualTo(THEN.plusSeconds(90));
    }

    @Test
    void the_recipients_of_each_line_are_counted_once() {
        RowCodec codec = new RowCodec();
        for (String name : List.of("a", "b")) {
            Recipient recipient = Recipient.unknown("pool", name + "@example.com")
                    .knownTo("line-1")
                    .wroteTo("line-1", THEN);
            store(Table.RECIPIENTS).put(recipient.key(), codec.encode(recipient));
        }
        Command nothing = new Command("pool", Command.Kind.CANCEL, "nobody", null, THEN);
        gate().process(nothing, 1_000_001, THEN.plusSeconds(1), THEN.plusSeconds(1));
        gate().process(nothing, 1_000_002, THEN.plusSeconds(2), THEN.plusSeconds(2));

        assertThat(new StoreRows(this::store).residents("pool", "line-1").count())
                .isEqualTo(2);
    }
}
