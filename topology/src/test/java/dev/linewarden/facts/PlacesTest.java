package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.linewarden.core.model.Place;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

    private static final List<String> FIFTY_STATES = List.of(
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "America/Adak",
            "Pacific/Honolulu");

    private final LibraryFacts facts = new LibraryFacts();

    @ParameterizedTest
    @CsvSource({
        "+12145550100, US-TX",
        "+13055550100, US-FL",
        "+12065550100, US-WA",
        "+12025550100, US-DC",
        "+12125550100, US-NY",
        "+14055550100, US-OK",
        "+12035550100, US-CT",
        "+13572345678, US-CA",
        "+15145550100, CA-QC"
    })
    void a_number_belongs_to_the_state_of_its_area_code_and_to_the_country(String number, String state) {
        for (int time = 0; time < 2; time++) {
            assertThat(facts.placesOf(number))
                    .extracting(Place::regions)
                    .containsOnly(List.of(state, state.substring(0, 2)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+18005550123",
                "+18335550123",
                "+19005550123",
                "+15005550123",
                "+17105550123",
                "+12925550123",
                "+19992345678",
                "+194955501001",
                "+1949555010"
            })
    void what_has_no_area_code_may_be_anywhere_in_north_america(String number) {
        List<Place> places = facts.placesOf(number);

        assertThat(places)
                .extracting(place -> place.zone().getId())
                .containsAll(FIFTY_STATES)
                .contains("America/St_Johns", "America/Santo_Domingo", "America/Puerto_Rico")
                .doesNotContain("Pacific/Guam", "America/Barbados");
        assertThat(places).extracting(place -> place.regions().get(0)).contains("US-TX", "US-HI", "CA-ON", "JM");
    }

    @ParameterizedTest
    @CsvSource({
        "+18292341234, DO, America/Santo_Domingo",
        "+18687771234, TT, America/Port_of_Spain",
        "+12425551234, BS, America/Nassau",
        "+33612345678, FR, Europe/Paris",
        "+447911123456, GG, Europe/Guernsey",
        "+4915112345678, DE, Europe/Berlin",
        "+8613812345678, CN, Asia/Shanghai",
        "+77012345678, KZ, Asia/Almaty",
        "+212612345678, MA, Africa/Casablanca",
        "+38344123456, XK, Europe/Belgrade",
        "+97233334444, IL, Asia/Jerusalem"
    })
    void a_country_with_one_time_has_that_one(String number, String country, String zone) {
        assertThat(facts.placesOf(number))
                .singleElement()
                .satisfies(place -> assertThat(place.regions()).containsExactly(country))
                .satisfies(place -> assertThat(place.zone().getId()).isEqualTo(zone));
    }

    @ParameterizedTest
    @CsvSource({
        "mobile, +34612345678, Europe/Madrid Atlantic/Canary",
        "Las Palmas, +34928123456, Atlantic/Canary",
        "Madrid, +34911234567, Europe/Madrid",
        "Juarez, +526561234567, America/Ciudad_Juarez",
        "Chihuahua, +526141234567, America/Mexico_City",
        "Tijuana, +526641234567, America/Tijuana",
        "Cancun, +529981234567, America/Cancun",
        "Brisbane, +61733123456, Australia/Brisbane Australia/Sydney",
        "Sydney, +61292123456, Australia/Sydney",
        "Sao Paulo, +5511987654321, America/Sao_Paulo",
        "Belem, +5591987654321, America/Sao_Paulo",
        "Manaus, +5592987654321, America/Manaus",
        "Kaliningrad, +74012123456, Europe/Kaliningrad",
        "Punta Arenas, +56612212345, America/Punta_Arenas",
        "Horta, +351292123456, Atlantic/Azores",
        "mobile, +62812345678, Asia/Jakarta Asia/Makassar Asia/Jayapura"
    })
    void in_a_country_of_several_times_the_area_decides_where_it_says_enough(
            String where, String number, String zones) {
        assertThat(facts.placesOf(number))
                .as(where)
                .extracting(place -> place.zone().getId())
                .containsExactly(zones.split(" "));
    }

    @ParameterizedTest
    @CsvSource({"+61555012345, 7", "+61412345678, 7", "+79161234567, 11", "+5216561234567, 6", "+56912345678, 3"})
    void what_the_tables_do_not_place_may_be_anywhere_in_its_country(String number, int times) {
        assertThat(facts.placesOf(number)).hasSizeGreaterThanOrEqualTo(times);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+99912345678", "+2101234567", "+870123456789", "+80012345678", "nobody", ""})
    void a_number_of_no_known_country_is_nowhere(String number) {
        assertThat(facts.placesOf(number)).isEmpty();
    }

    @Test
    void every_country_that_has_numbers_has_its_times() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        Set<String> without = new TreeSet<>();
        for (String country : numbers.getSupportedRegions()) {
            if (numbers.getCountryCodeForRegion(country) != 1
                    && Places.zonesOf(country).isEmpty()) {
                without.add(country);
            }
        }
        assertThat(without).isEmpty();
    }
}
