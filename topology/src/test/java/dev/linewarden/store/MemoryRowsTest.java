package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows in maps are in order for whoever asks in order, whenever that begins. */
class MemoryRowsTest {

    private final MemoryRows rows = new MemoryRows();

    private static ServerDay day(long epochDay, int sends) {
        return new ServerDay("p", "s", epochDay, sends, 0);
    }

    private List<Row> all() {
        return rows.range(Table.SERVER_DAILY_COUNTS, Keys.start("p"), Keys.end("p"), 100);
    }

    @Test
    void what_came_before_the_first_range_and_what_comes_after_it_are_both_in_order() {
        rows.put(day(3, 1));
        rows.put(day(1, 1));
        rows.delete(Table.SERVER_DAILY_COUNTS, day(3, 1).key());
        rows.put(day(5, 1));
        assertThat(all()).containsExactly(day(1, 1), day(5, 1));

        rows.put(day(4, 1));
        rows.put(day(1, 7));
        rows.delete(Table.SERVER_DAILY_COUNTS, day(5, 1).key());

        assertThat(all()).containsExactly(day(1, 7), day(4, 1));
        assertThat(rows.size()).isEqualTo(2);
    }

    @Test
    void a_row_is_set_under_its_key_and_removed_by_none() {
        rows.set(Table.SERVER_DAILY_COUNTS, day(2, 1).key(), day(2, 1));
        assertThat(rows.serverDay("p", "s", 2).sends()).isEqualTo(1);

        rows.set(Table.SERVER_DAILY_COUNTS, day(2, 1).key(), null);

        assertThat(rows.serverDay("p", "s", 2).sends()).isZero();
        assertThat(rows.size()).isZero();
    }
}
