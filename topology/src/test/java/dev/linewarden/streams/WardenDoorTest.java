package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.store.kafka.StoreRows;
import dev.linewarden.support.MemoryRegistry;
import dev.linewarden.support.MockStores;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

/** A step is let out as a whole or not at all. */
class WardenDoorTest {

    private static final ServerDay DAY = new ServerDay("p", "s", 20_000, 1, 0);
    private static final Alert ALERT = new Alert(
            "p/a",
            "p",
            Alert.Kind.ADD_CAPACITY,
            Alert.Severity.CRITICAL,
            null,
            null,
            null,
            null,
            "add a server",
            Instant.EPOCH);

    private final MockProcessorContext<Object, Object> context = MockStores.context();

    /** A row that nobody can put into bytes. */
    private record Unspeakable() implements Row {
        @Override
        public Table table() {
            return Table.RECIPIENTS;
        }

        @Override
        public String key() {
            return "p\u0000unspeakable";
        }
    }

    private static Step.Change put(Row row) {
        return new Step.Change(row.table(), row.key(), row);
    }

    private WardenDoor door(Serializer<SpecificRecord> serializer) {
        return new WardenDoor(
                context, new StoreRows(table -> context.getStateStore(table.storeName())), serializer, new Topics(""));
    }

    private void assertNoTrace() {
        StoreRows stored = new StoreRows(table -> context.getStateStore(table.storeName()));
        for (Table table : Table.values()) {
            assertThat(stored.range(table, "", "\uffff", 10))
                    .as(table.storeName())
                    .isEmpty();
        }
        assertThat(context.forwarded()).isEmpty();
    }

    @Test
    void a_step_leaves_its_rows_in_the_stores_and_its_emissions_in_the_topics() {
        door(new RecordSerializer(MemoryRegistry.client())).pass(new Step(List.of(put(DAY)), List.of(ALERT)));

        assertThat(new StoreRows(table -> context.getStateStore(table.storeName())).serverDay("p", "s", 20_000))
                .isEqualTo(DAY);
        assertThat(context.forwarded()).hasSize(1);
    }

    @Test
    void a_row_that_cannot_be_encoded_leaves_no_trace_of_the_step() {
        WardenDoor door = door(new RecordSerializer(MemoryRegistry.client()));
        Step step =
                new Step(List.of(put(DAY), put(new Unspeakable()), put(Recipient.unknown("p", "r"))), List.of(ALERT));

        assertThatThrownBy(() -> door.pass(step)).isInstanceOf(RuntimeException.class);

        assertNoTrace();
    }

    @Test
    void a_record_that_cannot_be_encoded_leaves_no_trace_of_the_step() {
        WardenDoor door = door((topic, record) -> {
            throw new SerializationException("too large");
        });

        assertThatThrownBy(() -> door.pass(new Step(List.of(put(DAY)), List.of(ALERT))))
                .isInstanceOf(SerializationException.class);

        assertNoTrace();
    }
}
