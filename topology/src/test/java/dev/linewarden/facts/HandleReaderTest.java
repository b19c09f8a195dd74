package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandleReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # as it should be
            +19495550100                      | +19495550100
            ana.lopez@example.com             | ana.lopez@example.com
            # punctuation and white space
            +1 (949) 555-0100                 | +19495550100
            +1.949.555.0100                   | +19495550100
            (+1) 949-555-0100                 | +19495550100
            +1[949]555 0100                   | +19495550100
            '  +19495550100\t'                | +19495550100
            +1\u00A0949\u202F555\u30000100    | +19495550100
            +1\u2013949\u2011555\u22120100    | +19495550100
            \u202A+19495550100\u202C          | +19495550100
            \u200E+1\u200B9495550100          | +19495550100
            # digits of other scripts
            \uFF0B\uFF11\uFF19\uFF14\uFF19\uFF15\uFF15\uFF15\uFF10\uFF11\uFF10\uFF10 | +19495550100
            +\u0661\u0669\u0664\u0669\u0665\u0665\u0665\u0660\u0661\u0660\u0660      | +19495550100
            # links
            tel:+1-949-555-0100               | +19495550100
            TEL:+19495550100                  | +19495550100
            tel://+19495550100                | +19495550100
            tel:%2B19495550100                | +19495550100
            sms:+19495550100                  | +19495550100
            tel:949-555-0100;phone-context=+1 | +19495550100
            # without a plus
            19495550100                       | +19495550100
            1 (949) 555-0100                  | +19495550100
            1-949-555-0100                    | +19495550100
            tel:19495550100                   | +19495550100
            442079460018                      | +442079460018
            4915123456789                     | +4915123456789
            447911123456                      | +447911123456
            # as dialled from abroad
            0019495550100                     | +19495550100
            00 44 20 7946 0018                | +442079460018
            011 44 20 7946 0018               | +442079460018
            # a trunk prefix behind the country
            +44 (0)20 7946 0018               | +442079460018
            +4402079460018                    | +442079460018
            +1119495550100                    | +19495550100
            # a zero that belongs to the number
            +39 06 1234 5678                  | +390612345678
            # numbers that the library does not know
            +13572345678                      | +13572345678
            +194955501001                     | +194955501001
            +61555012345                      | +61555012345
            +999123456789                     | +999123456789
            # addresses
            mailto:ana.lopez@example.com      | ana.lopez@example.com
            MAILTO:Ana@Example.COM            | ana@example.com
            mailto:ana@example.com?subject=Hi | ana@example.com
            mailto:ana%2Bnews@example.com     | ana+news@example.com
            ana+news@example.com              | ana+news@example.com
            ' Ana.Lopez@Example.com '         | ana.lopez@example.com
            \uFEFFana@example.com             | ana@example.com
            jose\u0301@example.com            | jos\u00E9@example.com
            JOSE\u0301@example.com            | jos\u00E9@example.com
            JOS\u00C9@example.com             | jos\u00E9@example.com
            ana@xn--mnchen-3ya.de             | ana@m\u00FCnchen.de
            ana@MU\u0308NCHEN.de              | ana@m\u00FCnchen.de
            \u0130an@example.com              | i\u0307an@example.com
            """)
    void a_handle_has_one_spelling(String written, String spelling) {
        assertThat(HandleReader.read(written)).isEqualTo(spelling);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nobody",
                "chat123456789",
                // without a country
                "9495550100",
                "(949) 555-0100",
                "555-0100",
                "020 7946 0018",
                "tel:949-555-0100",
                // Maine, or Egypt without its plus
                "2075550100",
                // Belo Horizonte, or the Netherlands without their plus
                "31912345678",
                "22395",
                // somebody behind a switchboard
                "+1 949 555 0100 ext. 5",
                "+1.949.555.0100x5",
                "+1.949.555.0100;ext=5",
                "tel:+1-949-555-0100;ext=5",
                "+19495550100,,5",
                "+19495550100#5",
                // more than one
                "+19495550100 +19495550101",
                "+19495550100/0101",
                "+19495550100; +19495550101",
                "+1949555\n0100",
                "a@example.com, b@example.com",
                "mailto:a@example.com,b@example.com",
                // what is no number
                "+0123456789",
                "+1800FLOWERS",
                "+12345",
                "+1234567890123456",
                "+",
                "call +19495550100",
                "tel:%ZZ",
                // what is no address
                "ana@example",
                "@example.com",
                "ana@",
                "ana lopez@example.com",
                "ana\u200Blopez@example.com",
                "Ana <ana@example.com>",
                "<ana@example.com>",
                "sip:ana@example.com",
                "ana@example..com",
                "ana@example.com;b"
            })
    void what_leaves_a_doubt_is_not_read(String written) {
        assertThat(HandleReader.read(written)).isNull();
    }

    @Property
    void reading_what_was_read_changes_nothing(@ForAll("handles") String written) {
        String once = HandleReader.read(written);

        if (once != null) {
            assertThat(HandleReader.read(once)).isEqualTo(once);
        }
    }

    @Provide
    Arbitrary<String> handles() {
        Arbitrary<String> numbers =
                Arbitraries.strings().numeric().ofMinLength(7).ofMaxLength(16);
        Arbitrary<String> addresses = Arbitraries.strings()
                .withChars("aA\u00E9\u0301\u0130\u03A3\u00DF.-")
                .ofMinLength(1)
                .ofMaxLength(8);
        return Arbitraries.oneOf(
                numbers,
                numbers.map(digits -> "+" + digits),
                numbers.map(digits -> "+1" + digits),
                numbers.map(digits -> "+54" + digits),
                addresses.map(name -> name + "@" + name + ".com"),
                addresses.map(name -> name + "@xn--" + name + ".com"));
    }
}
