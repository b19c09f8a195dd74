package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Raised;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final Checkpoint CHECKPOINT = new Checkpoint("0.1.0-d4f385a", 11, 1_234_567_890_123L);

    @TempDir
    private Path directory;

    private Path file;
    private final MemoryRows state = new MemoryRows();
    private final MemoryRows restored = new MemoryRows();

    @BeforeEach
    void aStateWithEveryType() {
        file = directory.resolve("state.checkpoint");
        RowTypes.ALL.forEach(type ->
                GoldenRows.EXAMPLES.get(type.name() + ".v" + type.version()).forEach(state::put));
    }

    @Test
    void a_state_comes_back_with_all_that_it_held_and_where_it_stood() throws IOException {
        CHECKPOINT.write(file, state);

        assertThat(Checkpoint.read(file, restored::put)).isEqualTo(CHECKPOINT);

        for (Table table : Table.values()) {
            assertThat(rows(restored, table)).usingRecursiveComparison().isEqualTo(rows(state, table));
        }
        assertThat(rows(state, Table.DEFERRALS)).hasSizeGreaterThan(4);
    }

    @Test
    void of_one_type_alone_no_other_row_is_even_decoded() throws IOException {
        CHECKPOINT.write(file, state);
        List<PoolPolicy> policies = new ArrayList<>();
        Checkpoint.read(file, PoolPolicy.class, policies::add);

        assertThat(policies)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(rows(state, Table.POOLS).stream()
                        .filter(PoolPolicy.class::isInstance)
                        .map(PoolPolicy.class::cast)
                        .toList())
                .isNotEmpty();
    }

    @Test
    void an_empty_state_comes_back_empty() throws IOException {
        new Checkpoint("b", 0, -1).write(file, new MemoryRows());

        assertThat(Checkpoint.read(file, restored::put)).isEqualTo(new Checkpoint("b", 0, -1));
        assertThat(rows(restored, Table.LINES)).isEmpty();
    }

    @Test
    void the_same_state_is_the_same_file() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] first = Files.readAllBytes(file);
        MemoryRows filledBackwards = new MemoryRows();
        for (Table table : Table.values()) {
            List<Row> rows = rows(state, table);
            for (int i = rows.size() - 1; i >= 0; i--) {
                filledBackwards.put(rows.get(i));
            }
        }

        CHECKPOINT.write(file, filledBackwards);

        assertThat(file).hasBinaryContent(first);
    }

    @Test
    void the_first_format_is_read_for_ever() throws IOException {
        String bytes = "4c57435001" // LWCP, format 1
                + "0005302e312e30" // build 0.1.0
                + "00000002" // partition 2
                + "0000000000000011" // offset 17
                + "000000060d0102700261" // a PoolPolicy
                + "000000000000000000000001" // no more rows, and it was one
                + "0000000053932a96";
        Files.write(file, HexFormat.of().parseHex(bytes));

        assertThat(Checkpoint.read(file, restored::put)).isEqualTo(new Checkpoint("0.1.0", 2, 17));

        assertThat(rows(restored, Table.POOLS)).containsExactly(new PoolPolicy("p", "a"));
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_refused_and_nothing_is_taken_from_it() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Checkpoint.read(file, restored::put))
                    .isInstanceOf(UnreadableCheckpointException.class)
                    .hasMessageContaining(file.toString());
        }
        assertNothingRestored();
    }

    @Test
    void a_bit_that_flipped_anywhere_is_noticed_and_nothing_is_taken_from_the_file() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] whole = Files.readAllBytes(file);
        for (int place = 0; place < whole.length; place++) {
            byte[] flipped = whole.clone();
            flipped[place] ^= (byte) (1 << place % 8);
            Files.write(file, flipped);
            assertThatThrownBy(() -> Checkpoint.read(file, restored::put))
                    .isInstanceOf(UnreadableCheckpointException.class);
        }
        assertNothingRestored();
    }

    @Test
    void a_byte_behind_the_end_is_noticed() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));

        assertThatThrownBy(() -> Checkpoint.read(file, restored::put))
                .hasMessage(file + " is damaged (its checksum differs): use another checkpoint, or begin without one");
    }

    @Test
    void a_newer_format_is_refused_with_advice() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] bytes = Files.readAllBytes(file);
        bytes[4] = 2;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Checkpoint.read(file, restored::put))
                .isInstanceOf(UnreadableCheckpointException.class)
                .hasMessage(file + " is a checkpoint of format 2, and this release reads up to 1: use the release that"
                        + " wrote it, or an older checkpoint");
    }

    @Test
    void another_kind_of_file_is_told_from_a_damaged_one() throws IOException {
        Files.writeString(file, "{\"type\": \"request\"}");

        assertThatThrownBy(() -> Checkpoint.read(file, restored::put))
                .hasMessage(file + " is no checkpoint of Linewarden");
    }

    @Test
    void a_state_that_cannot_be_read_to_its_end_leaves_the_checkpoint_before_it_as_it_was() throws IOException {
        CHECKPOINT.write(file, state);
        byte[] before = Files.readAllBytes(file);
        WholeState broken = (table, take) -> {
            take.accept(new PoolPolicy("p", "x"));
            throw new IllegalStateException("the store has moved away");
        };

        assertThatThrownBy(() -> CHECKPOINT.write(file, broken)).hasMessage("the store has moved away");

        assertThat(file).hasBinaryContent(before);
        assertThat(directory.toFile().list()).containsExactly("state.checkpoint");
    }

    @Test
    void rows_are_written_and_read_one_at_a_time() throws IOException {
        int many = 100_000;
        WholeState generated = (table, take) -> {
            for (int i = 0; table == Table.POOLS && i < many; i++) {
                take.accept(new Raised("p", "cause", i));
            }
        };
        CHECKPOINT.write(file, generated);
        AtomicLong read = new AtomicLong();

        Checkpoint.read(file, row -> assertThat(((Raised) row).epochDay()).isEqualTo(read.getAndIncrement()));

        assertThat(read).hasValue(many);
    }

    private void assertNothingRestored() {
        for (Table table : Table.values()) {
            assertThat(rows(restored, table)).isEmpty();
        }
    }

    private static List<Row> rows(MemoryRows state, Table table) {
        List<Row> rows = new ArrayList<>();
        state.forEach(table, rows::add);
        return rows;
    }
}
