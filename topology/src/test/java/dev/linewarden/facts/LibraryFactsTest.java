package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryFactsTest {

    private final LibraryFacts facts = new LibraryFacts();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see https://example.com",
                "http://10.0.0.1/x",
                "www.example.com",
                "bit.ly/2xYz",
                "look at example.com, ok?",
                "EXAMPLE.COM",
                "wa.me/123"
            })
    void what_a_phone_shows_as_a_link_is_one(String text) {
        assertThat(facts.hasLink(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ready for your update?",
                "It is 3.50 and v1.2.3.",
                "See you at 5 p.m., e.g. at home.",
                "Please call me.Thanks",
                "St.Louis",
                "write to a@example.com",
                "..."
            })
    void a_full_stop_is_no_link(String text) {
        assertThat(facts.hasLink(text)).isFalse();
    }
}
