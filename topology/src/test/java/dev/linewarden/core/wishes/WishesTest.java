package dev.linewarden.core.wishes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WishesTest {

    private static final Wishes OWN =
            new Wishes(Set.of("genug", "Kein Interesse!"), Set.of("weiter"), Set.of("nix mehr"));

    static Stream<Arguments> table() throws IOException {
        try (InputStream bytes = Objects.requireNonNull(WishesTest.class.getResourceAsStream("/wishes/wishes.tsv"))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(row -> Arguments.of(row[0], row[1].replace("\\n", "\n")));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void a_text_asks_for_what_the_table_says(String wish, String text) {
        assertThat(Wishes.BUILT_IN.read(text)).isEqualTo(wish.equals("NONE") ? null : Wish.valueOf(wish));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n", "...", "👍", "“”", "'", "\uD83D", "\u200B"})
    void what_holds_no_word_asks_for_nothing(@Nullable String text) {
        assertThat(Wishes.BUILT_IN.read(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Genug!, OPT_OUT",
        "bitte. GENUG, OPT_OUT",
        "kein interesse, OPT_OUT",
        "genug geredet,",
        "“genug” sagt er immer,",
        "ich will nix mehr hören, OPT_OUT",
        "not nix mehr,",
        "Weiter!, OPT_IN",
        "weiter so. Danke,",
        "genug weiter,",
        "stop, OPT_OUT",
        "START, OPT_IN"
    })
    void a_policy_adds_words_and_phrases(String text, @Nullable Wish wish) {
        assertThat(OWN.read(text)).isEqualTo(wish);
        assertThat(OWN.read(text.toUpperCase(java.util.Locale.ROOT))).isEqualTo(wish);
    }

    @Test
    void without_the_policys_words_they_are_none() {
        assertThat(Wishes.BUILT_IN.read("Genug!")).isNull();
        assertThat(Wishes.BUILT_IN.read("ich will nix mehr hören")).isNull();
        assertThat(Wishes.BUILT_IN.read("Weiter!")).isNull();
    }

    @Test
    void the_notation_of_the_lists_means_nothing_in_a_policy() {
        Wishes wishes = new Wishes(Set.of("<list>", "aa|bb"), Set.of(), Set.of());
        assertThat(wishes.read("list")).isEqualTo(Wish.OPT_OUT);
        assertThat(wishes.read("mailing")).isNull();
        assertThat(wishes.read("aa")).isNull();
        assertThat(wishes.read("aa bb")).isEqualTo(Wish.OPT_OUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"🛑", "", " ", "?!", "\u0301", "’"})
    void what_folds_to_nothing_is_no_word(String word) {
        assertThat(Wishes.saysNothing(word)).isTrue();
        assertThatThrownBy(() -> new Wishes(Set.of(word), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wishes(Set.of(), Set.of(word), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wishes(Set.of(), Set.of(), Set.of(word)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_with_the_same_words_are_equal() {
        Wishes same = new Wishes(OWN.optOutWords(), OWN.optInWords(), OWN.optOutPhrases());
        assertThat(same).isEqualTo(OWN).hasSameHashCodeAs(OWN).isNotEqualTo(Wishes.BUILT_IN);
        assertThat(new Wishes(Set.of("a"), Set.of(), Set.of()))
                .isNotEqualTo(new Wishes(Set.of(), Set.of("a"), Set.of()));
    }

    /** Twice the text is twice the work, and not four times. Time of this thread alone, the least of several. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop ",
                "stop, ",
                "STOP\n",
                "\"stop\" ",
                "“stop ",
                "“a ” ",
                "'stop",
                "'",
                "’",
                "\u0301\u0316",
                "e\u0301\u0316\u0301",
                "dont stop ",
                "don't stop texting me ",
                "x",
                "stoo",
                "s ",
                "s.t.o.p.",
                "i want to ",
                "do not contact me until ",
                "please ",
                "take me off your ",
                "(",
                "a.b",
                "a;b",
                "# ",
                "messgaes ",
                "http://",
                ">\n",
                "🛑"
            })
    void the_work_grows_with_the_length(String kind) {
        String half = kind.repeat(10_000 / kind.length());
        String whole = kind.repeat(20_000 / kind.length());
        long least = Long.MAX_VALUE;
        long leastOfWhole = Long.MAX_VALUE;
        for (int i = 0; i < 15; i++) {
            least = Math.min(least, nanos(half));
            leastOfWhole = Math.min(leastOfWhole, nanos(whole));
        }
        assertThat(leastOfWhole).isLessThan(3 * least + 1_000_000);
    }

    private static long nanos(String text) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Wishes.BUILT_IN.read(text);
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
}
