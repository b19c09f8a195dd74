package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.DomainValidator.ArrayType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    private static final Path TABLE = Path.of("src/test/resources/facts/links.tsv");

    @ParameterizedTest
    @MethodSource
    void what_a_phone_shows_as_a_link_is_one_and_nothing_else(String answer, String text) {
        assertThat(Links.isIn(text)).isEqualTo(answer.equals("yes"));
    }

    static Stream<String[]> what_a_phone_shows_as_a_link_is_one_and_nothing_else() throws IOException {
        return Files.readAllLines(TABLE).stream().map(line -> line.split("\t", 2));
    }

    @Test
    void a_host_of_every_top_level_domain_is_a_link() {
        for (ArrayType type : List.of(ArrayType.GENERIC_RO, ArrayType.COUNTRY_CODE_RO)) {
            assertThat(DomainValidator.getTLDEntries(type))
                    .hasSizeGreaterThan(300)
                    .allSatisfy(domain -> assertThat(Links.isIn("Ready? acme-shop." + domain + " or not"))
                            .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.",
                ".a",
                "a:",
                "://",
                "a://",
                "mailto:",
                "1.1.1.",
                "[1:",
                "www.",
                "-.",
                "a-.",
                "。",
                "ｅ．",
                "@a.b",
                "no.",
                "\u200b.",
                "a.co@",
                "1.2.3.4:",
                "xn--.",
                "👍."
            })
    void twenty_thousand_characters_take_a_blink(String nasty) {
        String text = nasty.repeat(20_000 / nasty.length());
        assertThat(seconds(text)).isLessThan(1.0);
    }

    private static double seconds(String text) {
        Links.isIn(text);
        long start = System.nanoTime();
        Links.isIn(text);
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }
}
