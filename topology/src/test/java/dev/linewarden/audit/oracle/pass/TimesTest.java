package dev.linewarden.audit.oracle.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Held against a count of every interval. */
class TimesTest {

    private static final long WINDOW = 10;

    @Property
    void the_most_in_any_interval_that_holds_a_time_is_found_wherever_it_lies(
            @ForAll @Size(max = 12) List<@IntRange(max = 40) Integer> others, @ForAll @IntRange(max = 40) int at) {
        Times times = new Times(2);
        others.forEach(time -> times.add(time, 1_000, 1));
        List<Integer> all = new ArrayList<>(others);
        all.add(at);

        long most = 0;
        for (int start = at - (int) WINDOW + 1; start <= at; start++) {
            int from = start;
            most = Math.max(
                    most,
                    all.stream()
                            .filter(time -> time >= from && time < from + WINDOW)
                            .count());
        }
        assertThat(times.mostIn(at, WINDOW)).isEqualTo((int) most);
    }

    @Property
    void the_nearest_is_found_on_either_side(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 40) Integer> others,
            @ForAll @IntRange(max = 40) int at) {
        Times times = new Times(2);
        others.forEach(time -> times.add(time, 1_000, 1));

        assertThat(times.nearest(at))
                .isEqualTo(others.stream()
                        .mapToLong(time -> Math.abs(time - at))
                        .min()
                        .orElseThrow());
    }

    @Property
    void what_lies_further_back_than_it_is_kept_is_let_go(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 5) Integer> steps) {
        Times times = new Times(2);
        long at = 0;
        for (int step : steps) {
            at += step;
            times.add(at, WINDOW, 1);
        }
        assertThat(times.last()).isEqualTo(at);
        assertThat(times.fromLast(times.size() - 1)).isGreaterThanOrEqualTo(times.size() == 1 ? 0 : at - WINDOW);
    }
}
