package dev.linewarden.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Row;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a row holds comes back, and whatever is not a whole row is refused for what it is. */
class RowPropertiesTest {

    private final RowCodec codec = new RowCodec();

    @Provide
    Arbitrary<Row> rows() {
        return AnyRow.ofAnyType();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_row_comes_back_as_it_was_written(@ForAll("rows") Row row) {
        byte[] bytes = codec.encode(row);

        Row read = RowCodec.decode(bytes);

        assertThat(read).usingRecursiveComparison().isEqualTo(row);
        assertThat(read.key()).isEqualTo(row.key());
        assertThat(codec.encode(read)).isEqualTo(bytes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_row_that_was_cut_off_anywhere_is_refused(@ForAll("rows") Row row) {
        byte[] bytes = codec.encode(row);
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RowCodec.decode(prefix))
                    .isInstanceOf(UnreadableRowException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_row_with_something_behind_it_is_refused(@ForAll("rows") Row row, @ForAll byte more) {
        byte[] bytes = codec.encode(row);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = more;

        assertThatThrownBy(() -> RowCodec.decode(longer))
                .isInstanceOf(UnreadableRowException.class)
                .hasMessageContaining("something follows its last field");
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_byte_that_flipped_gives_another_row_or_is_refused(
            @ForAll("rows") Row row, @ForAll int place, @ForAll @IntRange(min = 1, max = 255) int flipped) {
        byte[] bytes = codec.encode(row);
        bytes[Math.floorMod(place, bytes.length)] ^= (byte) flipped;
        try {
            assertThat(RowCodec.decode(bytes)).isNotNull();
        } catch (UnreadableRowException refused) {
            assertThat(refused).hasMessageContaining("restore");
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void any_bytes_at_all_are_a_row_or_are_refused(
            @ForAll @IntRange(min = 1, max = 15) int type, @ForAll byte[] fields) {
        byte[] bytes = new byte[fields.length + 2];
        bytes[0] = (byte) type;
        bytes[1] = 1;
        System.arraycopy(fields, 0, bytes, 2, fields.length);
        try {
            assertThat(RowCodec.decode(bytes)).isNotNull();
        } catch (UnreadableRowException refused) {
            assertThat(refused).hasMessageContaining("damaged");
        }
    }

    @Example
    void a_length_that_cannot_be_there_takes_no_room() {
        byte[] bytes = codec.encode(new PoolPolicy("p", ""));
        // The length of the first text, as large as a number can be.
        byte[] huge = Arrays.copyOf(bytes, 12);
        Arrays.fill(huge, 2, 11, (byte) 0xff);
        huge[11] = 1;

        assertThatThrownBy(() -> RowCodec.decode(huge)).hasMessageContaining("does not fit");
    }
}
