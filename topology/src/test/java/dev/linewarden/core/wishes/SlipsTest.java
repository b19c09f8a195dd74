package dev.linewarden.core.wishes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlipsTest {

    private final Slips slips = new Slips(List.of("texting", "remove", "messages"), List.of("testing"));

    @ParameterizedTest
    @CsvSource({
        "texting, texting",
        "tecting, texting",
        "textng, texting",
        "textiing, texting",
        "tetxing, texting",
        "textin, texting",
        "testing, testing",
        "tetxin, tetxin",
        "ttxtng, ttxtng",
        "exting, exting",
        "rwmove, remove",
        "remvoe, remove",
        "removal, removal",
        "mesages, messages",
        "t, t",
        "tx, tx"
    })
    void one_slip_behind_the_first_letter_is_read_as_what_was_meant(String typed, String meant) {
        assertThat(slips.meant(typed)).isEqualTo(meant);
    }
}
