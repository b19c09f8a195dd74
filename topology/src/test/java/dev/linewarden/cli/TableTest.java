package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private final Table table = new Table("line", "server", "status", "users", "next free", "used", "left", "note")
            .row("line-1", "server-1", "ACTIVE", 412, "now", 12, 38, "")
            .row(
                    "line-of-a-long-name-that-somebody-chose",
                    "server-in-the-second-hall",
                    "PAUSED",
                    1_200_000,
                    "03-07 18:00",
                    50,
                    0,
                    "maintenance until the new contract with the provider is signed by both sides");

    @Test
    void where_a_program_reads_every_column_is_whole() {
        assertThat(table.lines(Integer.MAX_VALUE)).hasSize(3);
        assertThat(table.lines(Integer.MAX_VALUE).get(2))
                .contains("signed by both sides")
                .contains("1,200,000");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 120, 200})
    void no_row_is_wider_than_the_terminal(int width) {
        assertThat(table.lines(width)).allMatch(line -> line.length() <= width);
    }

    @Test
    void long_texts_are_cut_before_a_column_is_left_out_and_numbers_stay_whole() {
        assertThat(table.lines(100))
                .hasSize(3)
                .anyMatch(line -> line.contains("…") && line.contains("1,200,000") && line.contains("03-07 18:00"));
    }

    @Test
    void what_has_no_room_at_all_is_named() {
        assertThat(table.lines(60).get(3)).startsWith("(no room for ").contains("note");
        assertThat(table.lines(60).get(1)).contains("line-1").contains("ACTIVE");
    }

    @Test
    void colours_are_for_who_watches_and_did_not_say_no_color() {
        assertThat(Terminal.hasColors(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.hasColors(false, Map.of("TERM", "xterm"))).isFalse();
        assertThat(Terminal.hasColors(true, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
        assertThat(Terminal.hasColors(true, Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isTrue();
        assertThat(Terminal.hasColors(true, Map.of("TERM", "dumb"))).isFalse();
    }
}
