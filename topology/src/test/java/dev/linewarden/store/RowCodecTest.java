package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCodecTest {

    private static final PoolPolicy ROW = new PoolPolicy("p", "version: x\n");
    private final RowCodec codec = new RowCodec();

    @Test
    void a_newer_version_is_refused_with_advice() {
        byte[] bytes = codec.encode(ROW);
        bytes[1]++;

        assertThatThrownBy(() -> RowCodec.decode(bytes))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessage(
                        "state was written by a newer release of the gate (PoolPolicy version 2, while this one reads up"
                                + " to 1): do not downgrade; run that release again, or restore what was backed up before it ran");
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 127, -1, -128})
    void a_row_type_of_which_nothing_is_known_is_refused_with_advice(byte type) {
        byte[] bytes = codec.encode(ROW);
        bytes[0] = type;

        assertThatThrownBy(() -> RowCodec.decode(bytes))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("row type " + type + ", which this one does not know")
                .hasMessageContaining("do not downgrade");
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, -1})
    void a_version_that_never_was_is_damage(byte version) {
        byte[] bytes = codec.encode(ROW);
        bytes[1] = version;

        assertThatThrownBy(() -> RowCodec.decode(bytes))
                .hasMessageContaining("a stored row is damaged (PoolPolicy version " + version)
                .hasMessageContaining("no release wrote that version")
                .hasMessageContaining("delete its state directory");
    }

    @Test
    void a_row_that_could_not_be_written_leaves_nothing_in_the_next() {
        @SuppressWarnings("NullAway") // what no caller does, short of a bug
        Row broken = new PoolPolicy("begun", null);
        byte[] expected = codec.encode(ROW);

        assertThatThrownBy(() -> codec.encode(broken)).isInstanceOf(NullPointerException.class);

        assertThat(codec.encode(ROW)).isEqualTo(expected);
    }

    @Test
    void a_row_of_a_type_that_is_not_listed_is_refused_by_name() {
        record Unlisted() implements Row {
            @Override
            public Table table() {
                return Table.POOLS;
            }

            @Override
            public String key() {
                return "";
            }
        }
        assertThatThrownBy(() -> codec.encode(new Unlisted())).hasMessageContaining("Unlisted: add it to RowTypes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 7, 8, 9, 63, 64, 127, 128, 511, 512, 513, 8_191, 8_192, 20_000})
    void texts_of_any_length_and_script_come_back(int length) {
        for (String unit : List.of("a", "é", "世", "\uD83D\uDE42", "\u0000")) {
            PoolPolicy row = new PoolPolicy("p", "a".repeat(length) + unit.repeat(length));

            assertThat(RowCodec.decode(codec.encode(row))).isEqualTo(row);
        }
    }

    @Test
    void half_a_pair_is_a_question_mark() {
        assertThat(RowCodec.decode(codec.encode(new PoolPolicy("p", "a\uD83Db"))))
                .isEqualTo(new PoolPolicy("p", "a?b"));
    }
}
