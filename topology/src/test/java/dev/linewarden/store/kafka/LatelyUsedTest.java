package dev.linewarden.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ServerDay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatelyUsedTest {

    private final LatelyUsed rows = new LatelyUsed(3);

    private static Row row(int number) {
        return new ServerDay("p", "s", number, number, 0);
    }

    private void put(String... keys) {
        for (String key : keys) {
            rows.put(key, row(key.hashCode()));
        }
    }

    private boolean knows(LatelyUsed kept, String key) {
        return kept.find(key) != null;
    }

    @Test
    void of_too_many_the_one_goes_that_was_not_used() {
        put("a", "b", "c");
        rows.find("a");
        rows.find("c");

        put("d");

        assertThat(knows(rows, "b")).isFalse();
        assertThat(knows(rows, "a")).isTrue();
        assertThat(knows(rows, "c")).isTrue();
        assertThat(knows(rows, "d")).isTrue();
    }

    @Test
    void where_all_were_used_the_first_goes() {
        put("a", "b", "c");
        rows.find("a");
        rows.find("b");
        rows.find("c");

        put("d");

        assertThat(knows(rows, "a")).isFalse();
        assertThat(knows(rows, "b")).isTrue();
    }

    @Test
    void that_a_key_holds_nothing_is_known_too() {
        rows.put("a", null);

        assertThat(rows.find("a")).isNotNull().extracting(LatelyUsed.Entry::row).isNull();
    }

    @Test
    void of_a_key_of_which_nothing_is_known_nothing_is_noted_in_passing() {
        rows.replace("a", row(1));

        assertThat(rows.find("a")).isNull();
    }

    /** Each number puts, replaces, removes or looks for one of a few keys. */
    @Property
    void what_is_known_is_what_was_noted_last_and_of_no_more_keys_than_it_may_be(
            @ForAll @Size(max = 200) List<@IntRange(max = 39) Integer> numbers,
            @ForAll @IntRange(min = 1, max = 8) int most) {
        LatelyUsed kept = new LatelyUsed(most);
        Map<String, Row> noted = new HashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            String key = "k" + numbers.get(i) / 4;
            switch (numbers.get(i) % 4) {
                case 0 -> {
                    kept.put(key, row(i));
                    noted.put(key, row(i));
                }
                case 1 -> {
                    kept.replace(key, row(i));
                    noted.put(key, row(i));
                }
                case 2 -> {
                    kept.remove(key);
                    assertThat(kept.find(key)).isNull();
                }
                default -> {
                    LatelyUsed.Entry found = kept.find(key);
                    if (found != null) {
                        assertThat(found.row()).isEqualTo(noted.get(key));
                    }
                }
            }
            long known = noted.keySet().stream().filter(one -> knows(kept, one)).count();
            assertThat(known).isLessThanOrEqualTo(most);
        }
    }
}
