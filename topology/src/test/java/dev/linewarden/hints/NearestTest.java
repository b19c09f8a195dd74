package dev.linewarden.hints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void two_letters_in_the_wrong_order_are_one_slip() {
        assertThat(Nearest.of("dmeo", List.of("deco", "demo"))).isEqualTo("demo");
        assertThat(Nearest.of("stauts", List.of("state", "status"))).isEqualTo("status");
    }

    @Test
    void a_letter_more_less_or_other_is_one_too() {
        List<String> verbs = List.of("serve", "simulate", "tail");

        assertThat(Nearest.of("srve", verbs)).isEqualTo("serve");
        assertThat(Nearest.of("simmulate", verbs)).isEqualTo("simulate");
        assertThat(Nearest.of("tsil", verbs)).isEqualTo("tail");
    }

    @Test
    void what_is_far_from_everything_is_nothing() {
        assertThat(Nearest.of("frobnicate", List.of("serve", "tail"))).isNull();
    }
}
