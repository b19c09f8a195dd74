package dev.linewarden.bench;

import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Source;
import dev.linewarden.store.kafka.StoreRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the warden has to do with its stores for one reply, and what it writes: measured on the gate itself over stores that count,
 * so that it is true of the code that is measured. What the gate finds in its own memory is no work of a store.
 */
final class StoreWork {

    private static final int LINES = 100;
    private static final int RECIPIENTS = 1_000;
    private static final int REPLIES_EACH = 12;
    private static final int WIRE_HEADER = 5;

    private final List<Operation> operations;
    private final int entryBytes;
    private final int entryOverhead;
    private final byte[] decision;

    private StoreWork(List<Operation> operations, int entryBytes, int entryOverhead, byte[] decision) {
        this.operations = operations;
        this.entryBytes = entryBytes;
        this.entryOverhead = entryOverhead;
        this.decision = decision;
    }

    /** One call of a store. */
    static final class Operation {
        private final Table table;
        private final byte @Nullable [] row;

        private Operation(Table table, byte @Nullable [] row) {
            this.table = table;
            this.row = row;
        }

        Table table() {
            return table;
        }

        /** What is written; null for a read. */
        byte @Nullable [] row() {
            return row;
        }
    }

    /** Those of one reply, in the order of the tables; reads before writes. */
    List<Operation> operations() {
        return operations;
    }

    /** How long a request is in the journal. */
    int entryBytes() {
        return entryBytes;
    }

    /** By how many bytes a request is longer in the journal. */
    int entryOverhead() {
        return entryOverhead;
    }

    /** What is answered, as it stands in its topic. */
    byte[] decision() {
        return decision;
    }

    long reads() {
        return operations.size() - writes();
    }

    long writes() {
        return operations.stream().filter(operation -> operation.row() != null).count();
    }

    /** Measures it on replies to people who have had some. */
    static StoreWork ofAReply() {
        Map<Table, CountingStore> stores = new EnumMap<>(Table.class);
        for (Table table : Table.values()) {
            stores.put(table, new CountingStore());
        }
        StoreRows rows = new StoreRows(table -> Objects.requireNonNull(stores.get(table)));
        Seen seen = new Seen(rows);
        Gate gate = new Gate(rows, new LibraryFacts(), new PolicyYaml(), seen, 0, "bench");
        Instant now = Instant.parse("2026-03-02T18:00:00Z");
        long offset = CorePool.setUp(gate, Traffic.POLICY, LINES, 2, now);
        for (int i = 0; i < RECIPIENTS; i++) {
            gate.process(wrote(i, now), offset++, now, now);
        }
        for (int i = 0; i < RECIPIENTS * REPLIES_EACH; i++) {
            if (i == RECIPIENTS * (REPLIES_EACH - 1)) {
                stores.values().forEach(CountingStore::forget);
            }
            now = now.plusMillis(1);
            gate.process(Records.toRequest(reply(i, now)), offset++, now, now);
        }
        OutboundRequest request = reply(RECIPIENTS * REPLIES_EACH, now);
        JournalEntry entry =
                new JournalEntry(request.getPool(), now, new Source("outbound-requests", 0, 1_000_000L), request);
        return new StoreWork(
                operations(stores),
                encode(entry).length,
                encode(entry).length - encode(request).length,
                encode(Records.toRecord(Objects.requireNonNull(seen.last))));
    }

    private static List<Operation> operations(Map<Table, CountingStore> stores) {
        List<Operation> operations = new ArrayList<>();
        stores.forEach((table, store) -> {
            long reads = Math.round((double) store.reads() / RECIPIENTS);
            long writes = Math.round((double) store.writes() / RECIPIENTS);
            for (long i = 0; i < reads; i++) {
                operations.add(new Operation(table, null));
            }
            for (long i = 0; i < writes; i++) {
                operations.add(new Operation(table, store.lastWritten()));
            }
        });
        return operations;
    }

    private static ConversationEvent wrote(int recipient, Instant now) {
        return new ConversationEvent(
                "e" + recipient,
                CorePool.NAME,
                "line-" + recipient % LINES,
                Traffic.recipient(recipient),
                ConversationEvent.Kind.INBOUND_MESSAGE,
                now,
                "hello",
                null);
    }

    private static OutboundRequest reply(int number, Instant now) {
        return Traffic.request("r" + number, CorePool.NAME, Traffic.recipient(number % RECIPIENTS), now);
    }

    private static byte[] encode(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[WIRE_HEADER]);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Writes the rows, as the warden's door does, and keeps the last decision. */
    private static final class Seen implements Door {
        private final StoreRows rows;
        private @Nullable Decision last;

        Seen(StoreRows rows) {
            this.rows = rows;
        }

        @Override
        public void pass(Step step) {
            rows.write(step.changes(), rows.encode(step.changes()));
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision) {
                    last = decision;
                }
            }
        }
    }
}
