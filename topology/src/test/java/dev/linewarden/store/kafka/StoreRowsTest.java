package dev.linewarden.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.support.MockStores;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoded copies, kept or not, are what the stores hold. */
class StoreRowsTest {

    private final MockProcessorContext<Object, Object> context = MockStores.context();

    private static void write(StoreRows rows, Row row) {
        List<Step.Change> changes = List.of(new Step.Change(row.table(), row.key(), row));
        rows.write(changes, rows.encode(changes));
    }

    private StoreRows storeRows() {
        return new StoreRows(table -> context.getStateStore(table.storeName()));
    }

    /** One of a table that is kept as a whole, two of which the latest are kept, one that is read each time. */
    static Stream<Row> rows() {
        return Stream.of(
                new Line("p", "l", "s", Status.ACTIVE, null, Instant.EPOCH, false),
                new ServerDay("p", "s", 20_000, 1, 0),
                Recipient.unknown("p", "r"),
                new RequestRecord(
                        "p",
                        "r1",
                        Outcome.APPROVED,
                        Outcome.APPROVED,
                        null,
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "l",
                        "s",
                        20_000,
                        null,
                        7));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_row_that_was_looked_for_in_vain_is_there_once_it_is_put_and_gone_once_it_is_deleted(Row row) {
        StoreRows rows = storeRows();
        assertThat(rows.get(row.table(), row.key())).isNull();
        assertThat(rows.get(row.table(), row.key())).isNull();

        write(rows, row);
        assertThat(rows.get(row.table(), row.key())).isEqualTo(row);
        assertThat(storeRows().get(row.table(), row.key())).isEqualTo(row);

        List<Step.Change> deletion = List.of(new Step.Change(row.table(), row.key(), null));
        rows.write(deletion, rows.encode(deletion));
        assertThat(rows.get(row.table(), row.key())).isNull();
        assertThat(storeRows().get(row.table(), row.key())).isNull();
    }

    @Test
    void what_is_not_there_is_looked_for_once() {
        StoreRows rows = storeRows();
        ServerDay day = new ServerDay("p", "s", 20_000, 1, 0);
        assertThat(rows.get(day.table(), day.key())).isNull();

        // Nobody else writes the stores: were this read, the store would have been asked again.
        write(storeRows(), day);

        assertThat(rows.get(day.table(), day.key())).isNull();
    }

    @Test
    void more_people_than_are_kept_are_read_again() {
        StoreRows rows = storeRows();
        int more = StoreRows.CACHED_PEOPLE + 1;
        for (int i = 0; i < more; i++) {
            write(rows, Recipient.unknown("p", "r" + i).withHome("l" + i));
        }

        for (int i = 0; i < more; i++) {
            assertThat(rows.recipient("p", "r" + i).home()).isEqualTo("l" + i);
        }
    }

    @Test
    void more_rows_than_are_kept_are_read_again() {
        StoreRows rows = storeRows();
        int more = StoreRows.CACHED_ROWS + 1;
        for (int i = 0; i < more; i++) {
            write(rows, new ServerDay("p", "s", i, i, 0));
        }

        for (int i = 0; i < more; i++) {
            assertThat(rows.get(Table.SERVER_DAILY_COUNTS, ServerDay.key("p", "s", i)))
                    .isEqualTo(new ServerDay("p", "s", i, i, 0));
        }
    }
}
