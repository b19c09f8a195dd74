package dev.linewarden.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way to know an e-mail address, held against the full grammar. */
class PlainEmailTest {

    /** The same address in letters that the short way does not know, so that the grammar is asked. */
    private static String foreign(String plain) {
        return plain.replace('a', 'é').replace('-', '–').replace('7', 'ñ');
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        Arbitrary<String> short_ =
                Arbitraries.strings().withChars('a', '7', '-', '.', '@').ofMaxLength(9);
        Arbitrary<String> long_ =
                Arbitraries.strings().withChars('a', '.').ofMinLength(55).ofMaxLength(70);
        return Arbitraries.oneOf(
                short_,
                long_.map(local -> local + "@aa.aa"),
                Arbitraries.integers().between(240, 260).map(length -> "a@" + "a".repeat(length - 5) + ".aa"));
    }

    @Property(tries = 3_000)
    void it_says_what_the_grammar_says(@ForAll("almostAddresses") String written) {
        assertThat(Handles.isPlainEmail(written)).as(written).isEqualTo(Handles.isValid(foreign(written)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A@example.com",
                "ana@exämple.com",
                "ana lopez@example.com",
                "+19495550100",
                "",
                "@",
                "a,b@example.com"
            })
    void what_is_not_plain_is_left_to_the_grammar(String written) {
        assertThat(Handles.isPlainEmail(written)).isFalse();
    }
}
