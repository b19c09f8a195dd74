package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.store.MemoryRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DraftTest {

    private final MemoryRows rows = new MemoryRows();
    private final Draft draft = new Draft(rows);

    @BeforeEach
    void three_days_are_stored() {
        for (long day : new long[] {1, 2, 3}) {
            rows.put(day(day, 10));
        }
    }

    private static ServerDay day(long epochDay, int sends) {
        return new ServerDay("p", "s", epochDay, sends, 0);
    }

    private Iterable<Integer> sends(int limit) {
        return draft
                .range(Table.SERVER_DAILY_COUNTS, Keys.start(Keys.of("p", "s")), Keys.end(Keys.of("p", "s")), limit)
                .stream()
                .map(row -> ((ServerDay) row).sends())
                .toList();
    }

    @Test
    void what_is_put_is_read_back_and_is_a_change_and_not_stored() {
        draft.put(day(2, 20));
        assertThat(draft.serverDay("p", "s", 2).sends()).isEqualTo(20);
        assertThat(rows.serverDay("p", "s", 2).sends()).isEqualTo(10);

        assertThat(draft.changes())
                .containsExactly(
                        new Step.Change(Table.SERVER_DAILY_COUNTS, day(2, 20).key(), day(2, 20)));
    }

    @Test
    void a_range_shows_what_is_put_and_not_what_is_deleted_up_to_its_limit() {
        assertThat(sends(9)).containsExactly(10, 10, 10);
        draft.get(Table.SERVER_DAILY_COUNTS, day(2, 0).key());
        assertThat(sends(2)).containsExactly(10, 10);
        draft.put(day(2, 20));
        draft.put(day(4, 40));
        draft.delete(Table.SERVER_DAILY_COUNTS, day(1, 0).key());

        assertThat(sends(9)).containsExactly(20, 10, 40);
        assertThat(sends(2)).containsExactly(20, 10);
    }

    @Test
    void a_range_with_changes_asks_the_store_for_as_many_more_rows_as_there_are_changes() {
        List<Integer> asked = new ArrayList<>();
        Draft watched = new Draft(watching(asked));
        watched.delete(Table.SERVER_DAILY_COUNTS, day(1, 0).key());

        assertThat(watched.range(Table.SERVER_DAILY_COUNTS, Keys.start("p"), Keys.end("p"), 1))
                .containsExactly(day(2, 10));
        assertThat(asked).allMatch(limit -> limit <= 2);
    }

    @Test
    void a_walk_over_a_long_range_shows_every_row_and_holds_some_of_them_at_a_time() {
        for (long day = 4; day <= 2_500; day++) {
            rows.put(day(day, 10));
        }
        List<Integer> asked = new ArrayList<>();
        List<Row> seen = new ArrayList<>();
        new Draft(watching(asked)).walk(Table.SERVER_DAILY_COUNTS, Keys.start("p"), Keys.end("p"), seen::add);

        assertThat(seen)
                .hasSize(2_500)
                .doesNotHaveDuplicates()
                .startsWith(day(1, 10))
                .endsWith(day(2_500, 10));
        assertThat(asked).hasSize(3).allMatch(limit -> limit <= 1_000);
    }

    /** The rows, noting how many are asked for at once. */
    private StateView watching(List<Integer> asked) {
        return new StateView() {
            @Override
            public @Nullable Row get(Table table, String key) {
                return rows.get(table, key);
            }

            @Override
            public List<Row> range(Table table, String from, String to, int limit) {
                asked.add(limit);
                return rows.range(table, from, to, limit);
            }
        };
    }

    @Test
    void what_was_only_looked_at_is_no_change_and_a_deletion_is_one_in_the_order_of_first_asking() {
        draft.get(Table.SERVER_DAILY_COUNTS, day(1, 0).key());
        draft.delete(Table.SERVER_DAILY_COUNTS, day(2, 0).key());
        draft.put(day(4, 40));

        assertThat(draft.changes())
                .containsExactly(
                        new Step.Change(Table.SERVER_DAILY_COUNTS, day(2, 0).key(), null),
                        new Step.Change(Table.SERVER_DAILY_COUNTS, day(4, 40).key(), day(4, 40)));
    }

    @Test
    void of_thousands_of_rows_each_is_found_and_their_order_stays() {
        for (long day = 1; day <= 5_000; day++) {
            draft.put(day(day, (int) day));
        }
        draft.put(day(7, 70));
        draft.delete(Table.SERVER_DAILY_COUNTS, day(8, 0).key());

        assertThat(draft.serverDay("p", "s", 7).sends()).isEqualTo(70);
        assertThat(draft.serverDay("p", "s", 8).sends()).isZero();
        assertThat(draft.serverDay("p", "s", 4_999).sends()).isEqualTo(4_999);
        assertThat(draft.changes()).hasSize(5_000);
        assertThat(draft.changes().get(6).row()).isEqualTo(day(7, 70));
    }

    @Test
    void changes_stand_table_by_table() {
        draft.put(PoolClock.initial("p"));
        draft.put(day(9, 1));
        draft.put(Recipient.unknown("p", "anna").withHome("line"));

        assertThat(draft.changes())
                .extracting(Step.Change::table)
                .containsExactly(Table.RECIPIENTS, Table.LINE_ACTIVITY, Table.SERVER_DAILY_COUNTS, Table.POOLS);
    }
}
