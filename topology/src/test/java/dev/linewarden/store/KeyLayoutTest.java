package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where rows lie, as {@link Keys} describes it: a row whose key changes is not found any more. */
class KeyLayoutTest {

    private static final List<String> LAYOUT = List.of(
            "lines: pool|line-1",
            "recipients: pool||0123456789abcdef",
            "recipients: pool|+19495550100",
            "line-activity: pool|line-1|",
            "line-activity: pool|line-1|arrivals",
            "line-activity: pool|line-1|openers",
            "line-activity: pool|line-1|residents",
            "server-daily-counts: pool|server-1|0000000000004e20",
            "line-bursts: pool|line-1|0000000001ba8140",
            "recipient-follow-ups: pool|+19495550100",
            "requests: pool|r1",
            "deferrals: #pool#due|0000019cafb4fd7b10000000000000011|pool|r1",
            "deferrals: by-cause|pool|reply:+19495550100|0000000000000011|r1",
            "deferrals: by-cause|pool|reply:+19495550100|0000019cafb4fd7b0000000000000011|r1",
            "deferrals: due|0000019cafb4fd7b00000000000000063|pool|line:line-1",
            "deferrals: due|0000019cafb4fd7b10000000000000011|pool|r1",
            "deferrals: due|0000019cafb65d0b10000000000000011|pool|r1",
            "deferrals: wait|pool|r1",
            "deferrals: watch|0000019cafb4fd7b|pool|line-1",
            "pools: pool|clock",
            "pools: pool|policy",
            "pools: pool|raised|no-dialogue/line-1",
            "pools: pool|shadow",
            "pools: pool|suspended");

    @Test
    void every_row_type_lies_where_it_always_has() {
        assertThat(newest().sorted(byKey()).map(row -> row.table().storeName() + ": " + readable(row.key())))
                .containsExactlyElementsOf(LAYOUT);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void keys_sort_in_memory_as_their_bytes_do_in_a_store(Table table) {
        List<String> keys =
                newest().filter(row -> row.table() == table).map(Row::key).toList();

        assertThat(keys.stream().sorted().toList())
                .isEqualTo(keys.stream()
                        .sorted(Comparator.comparing(
                                key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                        .toList());
    }

    @Test
    void the_rows_of_a_pool_are_one_range_whatever_other_pools_are_called() {
        String start = Keys.start("pool");
        String end = Keys.end("pool");

        for (String inside : List.of("", "a", "\uD83D\uDE42")) {
            assertThat(Keys.of("pool", inside)).isGreaterThanOrEqualTo(start).isLessThan(end);
        }
        for (String outside : List.of("poo", "pool-2", "pool ", "poolé", "q")) {
            String key = Keys.of(outside, "a");
            assertThat(key.compareTo(start) < 0 || key.compareTo(end) >= 0)
                    .as(outside)
                    .isTrue();
        }
    }

    @Test
    void numbers_sort_as_they_count() {
        long now = Instant.parse("2026-03-02T18:00:00Z").toEpochMilli();
        List<Long> numbers = List.of(0L, 9L, 10L, 255L, 256L, now, now + 1, Long.MAX_VALUE);

        assertThat(numbers.stream().map(Keys::ordered).toList()).isSorted().doesNotHaveDuplicates();
    }

    /** The first example of each type in its newest version. */
    private static Stream<Row> newest() {
        return RowTypes.ALL.stream().map(type -> GoldenRows.EXAMPLES
                .get(type.name() + ".v" + type.version())
                .get(0));
    }

    private static Comparator<Row> byKey() {
        return Comparator.comparing(Row::table).thenComparing(Row::key);
    }

    private static String readable(String key) {
        return key.replace('\0', '|').replace('\u0002', '#');
    }
}
