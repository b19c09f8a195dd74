package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A table of rows holds what a sorted map would. */
class RowTableTest {

    private final RowTable table = new RowTable();
    private final TreeMap<String, Row> expected = new TreeMap<>();
    private final Random random = new Random(1);

    private static Row row(long number) {
        return new ServerDay("p", "s", number, 1, 0);
    }

    /** Some thousand keys, of which every eight have the same hash. */
    private String key() {
        String key = "";
        for (int i = 0; i < 3; i++) {
            key += random.nextBoolean() ? "Aa" : "BB";
        }
        return random.nextInt(500) + key;
    }

    private void change() {
        String key = key();
        if (random.nextInt(3) == 0) {
            table.remove(key);
            expected.remove(key);
        } else {
            Row row = row(random.nextInt());
            table.put(key, row);
            expected.put(key, row);
        }
    }

    private static List<Row> all(RowTable rows) {
        List<Row> all = new ArrayList<>();
        rows.forEach(all::add);
        return all;
    }

    private void assertSame() {
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((key, row) -> assertThat(table.get(key)).isSameAs(row));
        for (int i = 0; i < 1_000; i++) {
            String key = key();
            assertThat(table.get(key)).isSameAs(expected.get(key));
        }
    }

    @Test
    void rows_are_found_by_their_keys_whatever_was_put_and_removed_before() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 2_000; i++) {
                change();
            }
            assertSame();
        }
    }

    @Test
    void rows_come_in_the_order_of_their_keys_from_the_first_time_that_they_are_asked_for_so() {
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 1_000; i++) {
                change();
            }
            assertThat(all(table)).containsExactlyElementsOf(expected.values());
            List<Row> some = new ArrayList<>();
            table.range("2", "4", 50, some::add);
            assertThat(some)
                    .containsExactlyElementsOf(expected.subMap("2", "4").values().stream()
                            .limit(50)
                            .toList());
        }
    }

    @Test
    void a_table_that_was_emptied_has_nothing() {
        for (int i = 0; i < 5_000; i++) {
            change();
        }
        List.copyOf(expected.keySet()).forEach(key -> {
            table.remove(key);
            expected.remove(key);
        });
        assertSame();
        assertThat(all(table)).isEmpty();
    }

    @Test
    void a_copy_changes_by_itself() {
        for (int i = 0; i < 2_000; i++) {
            change();
        }
        RowTable copy = table.copy();
        List<Row> before = all(copy);
        for (int i = 0; i < 2_000; i++) {
            change();
        }
        copy.put("new", row(7));
        copy.remove("new");

        assertThat(all(copy)).containsExactlyElementsOf(before);
        assertSame();
    }
}
