package dev.linewarden.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows of times stay in order, whatever comes late. */
class TimesTest {

    @Test
    void one_more_stands_in_its_place_and_the_row_itself_stays_as_it_was() {
        long[] row = {10, 20, 30};

        assertThat(Times.with(row, 0, 40)).containsExactly(10, 20, 30, 40);
        assertThat(Times.with(row, 0, 25)).containsExactly(10, 20, 25, 30);
        assertThat(Times.with(row, 0, 20)).containsExactly(10, 20, 20, 30);
        assertThat(Times.with(row, 2, 5)).containsExactly(5, 30);
        assertThat(Times.with(row, 3, 5)).containsExactly(5);
        assertThat(row).containsExactly(10, 20, 30);
    }

    @Test
    void it_is_what_sorting_would_make() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            long[] row = random.longs(random.nextInt(6), 0, 9).sorted().toArray();
            int from = random.nextInt(row.length + 1);
            long value = random.nextInt(9);
            long[] sorted = Arrays.copyOfRange(row, from, row.length + 1);
            sorted[sorted.length - 1] = value;
            Arrays.sort(sorted);

            assertThat(Times.with(row, from, value)).containsExactly(sorted);
        }
    }
}
