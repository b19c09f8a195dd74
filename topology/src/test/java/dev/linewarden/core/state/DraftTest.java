package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.simulate.MemoryRows;
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
    void what_is_put_is_read_back_and_stored_only_on_commit() {
        draft.put(day(2, 20));
        assertThat(draft.serverDay("p", "s", 2).sends()).isEqualTo(20);
        assertThat(rows.serverDay("p", "s", 2).sends()).isEqualTo(10);

        draft.commit();

        assertThat(rows.serverDay("p", "s", 2).sends()).isEqualTo(20);
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
    void what_changed_is_what_was_put() {
        draft.get(Table.SERVER_DAILY_COUNTS, day(1, 0).key());
        draft.delete(Table.SERVER_DAILY_COUNTS, day(2, 0).key());
        draft.put(day(4, 40));

        assertThat(draft.changed(Table.SERVER_DAILY_COUNTS)).containsExactly(day(4, 40));
    }

    @Test
    void a_deletion_is_stored_on_commit_and_a_second_commit_writes_nothing() {
        draft.delete(Table.SERVER_DAILY_COUNTS, day(2, 0).key());
        draft.commit();
        assertThat(rows.get(Table.SERVER_DAILY_COUNTS, day(2, 0).key())).isNull();
        rows.put(day(2, 99));

        draft.commit();

        assertThat(rows.serverDay("p", "s", 2).sends()).isEqualTo(99);
    }
}
