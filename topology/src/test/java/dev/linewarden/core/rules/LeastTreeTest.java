package dev.linewarden.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeastTreeTest {

    private static LeastTree tree(List<Integer> values) {
        LeastTree tree = new LeastTree(values.size(), -1);
        for (int i = 0; i < values.size(); i++) {
            tree.set(i, values.get(i));
        }
        return tree;
    }

    @Property
    void the_least_is_the_least(@ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> values) {
        assertThat(tree(values).least())
                .isEqualTo(values.stream().mapToInt(i -> i).min().orElseThrow());
    }

    @Property
    void the_first_small_enough_is_looked_for_from_the_start_given_and_then_from_the_beginning(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 9) Integer> values,
            @ForAll @IntRange(max = 39) int start,
            @ForAll @IntRange(max = 9) int most) {
        int from = start % values.size();
        int expected = -1;
        for (int i = 0; i < values.size() && expected < 0; i++) {
            int place = (from + i) % values.size();
            expected = values.get(place) <= most ? place : -1;
        }

        assertThat(tree(values).firstFrom(from, most)).isEqualTo(expected);
    }

    @Property
    void with_another_row_both_numbers_are_small_enough(
            @ForAll @Size(min = 7, max = 7) List<@IntRange(max = 9) Integer> values,
            @ForAll @Size(min = 7, max = 7) List<@IntRange(max = 9) Integer> others,
            @ForAll @IntRange(max = 6) int start) {
        int expected = -1;
        for (int i = 0; i < 7 && expected < 0; i++) {
            int place = (start + i) % 7;
            expected = values.get(place) <= 4 && others.get(place) <= 4 ? place : -1;
        }

        assertThat(tree(values).firstFrom(start, 4, tree(others), 4)).isEqualTo(expected);
    }

    @Test
    void it_begins_with_one_number_everywhere_and_a_single_place_is_enough() {
        LeastTree one = new LeastTree(1, 5);
        assertThat(one.get(0)).isEqualTo(5);
        assertThat(one.least()).isEqualTo(5);
        assertThat(one.firstFrom(0, 5)).isZero();
        assertThat(one.firstFrom(0, 4)).isEqualTo(-1);

        one.set(0, 7);
        assertThat(one.least()).isEqualTo(7);
        assertThat(one.first(0, 6)).isEqualTo(-1);
        assertThat(one.first(0, 7)).isZero();
    }
}
