package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "+12145550100, US-TX",
        "+13055550100, US-FL",
        "+12065550100, US-WA",
        "+12025550100, US-DC",
        "+12125550100, US-NY",
        "+14055550100, US-OK",
        "+12035550100, US-CT"
    })
    void a_number_belongs_to_the_state_of_its_area_code_and_to_the_country(String number, String state) {
        assertThat(facts.regionsOf(number)).containsExactly(state, "US");
        assertThat(facts.regionsOf(number)).containsExactly(state, "US");
    }

    @Test
    void elsewhere_there_is_the_country_and_for_a_number_of_nowhere_nothing() {
        assertThat(facts.regionsOf("+33612345678")).containsExactly("FR");
        assertThat(facts.regionsOf("+18005550100")).containsExactly("US");
        assertThat(facts.regionsOf("+99912345678")).isEmpty();
        assertThat(facts.regionsOf("nobody")).isEmpty();
    }

    @Test
    void a_number_lies_in_all_zones_that_its_area_may_be_in() {
        assertThat(facts.zonesOf("+19495550100")).containsExactly(ZoneId.of("America/Los_Angeles"));
        assertThat(facts.zonesOf("+12082345678")).hasSizeGreaterThanOrEqualTo(1);
        assertThat(facts.zonesOf("+18005550100")).hasSizeGreaterThan(1);
        assertThat(facts.zonesOf("+99912345678")).isEmpty();
    }
}
