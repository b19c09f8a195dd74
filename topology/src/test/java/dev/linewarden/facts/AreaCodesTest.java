package dev.linewarden.facts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import dev.linewarden.core.model.Place;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaCodesTest {

    private static final Set<String> STATES = Set.of(
            ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA"
                            + " RI SC SD TN TX UT VT VA WA WV WI WY DC")
                    .split(" "));
    private static final Instant WINTER = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant SUMMER = Instant.parse("2026-07-15T12:00:00Z");

    private static final int EXCHANGES = 800;

    // For a code that it does not know the library names every zone of the plan.
    private static final int MANY_ZONES = 10;

    @Test
    void every_zone_that_an_exchange_names_is_one_of_its_area_code() {
        Map<String, Set<String>> missing = new TreeMap<>();
        northAmerican().forEach((prefix, places) -> {
            Set<String> known = new HashSet<>();
            places.forEach(place -> known.add(clock(place.zone())));
            for (int exchange = 200; exchange < 200 + EXCHANGES; exchange++) {
                List<String> told = zonesTold(prefix, exchange);
                for (String id : told) {
                    if (told.size() < MANY_ZONES && !known.contains(clock(ZoneId.of(id)))) {
                        missing.computeIfAbsent(prefix, any -> new TreeSet<>()).add(id);
                    }
                }
            }
        });
        // The tables of 2018 are wrong here: Orlando's overlay in Chicago's time, Labrador in Puerto Rico's, the Yukon
        // in
        // Vancouver's, which it left in 2020, and an exchange of the Aleutians in Honolulu's, which has no summer time.
        assertThat(missing)
                .isEqualTo(Map.of(
                        "+1689", Set.of("America/Chicago"),
                        "+1709", Set.of("America/Puerto_Rico"),
                        "+1867", Set.of("America/Vancouver"),
                        "+1879", Set.of("America/Puerto_Rico"),
                        "+1907", Set.of("Pacific/Honolulu")));
    }

    private static List<String> zonesTold(String prefix, int exchange) {
        PhoneNumber number = new PhoneNumber()
                .setCountryCode(1)
                .setNationalNumber(Long.parseLong(prefix.substring(2) + exchange + "2345"));
        return PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForGeographicalNumber(number);
    }

    @Test
    void every_state_that_an_exchange_names_is_that_of_its_area_code() {
        Map<String, Set<String>> others = new TreeMap<>();
        northAmerican().forEach((prefix, places) -> {
            if (AreaCodes.countryOf(places.get(0).regions().get(0)).equals("US")) {
                for (int exchange = 200; exchange < 200 + EXCHANGES; exchange += 7) {
                    String state = stateTold(prefix, exchange);
                    if (STATES.contains(state) && !regionsOf(prefix).contains("US-" + state)) {
                        others.computeIfAbsent(prefix, any -> new TreeSet<>()).add(state);
                    }
                }
            }
        });
        assertThat(others).isEmpty();
    }

    private static String stateTold(String prefix, int exchange) {
        PhoneNumber number = new PhoneNumber()
                .setCountryCode(1)
                .setNationalNumber(Long.parseLong(prefix.substring(2) + exchange + "2345"));
        String place = PhoneNumberOfflineGeocoder.getInstance().getDescriptionForValidNumber(number, Locale.US);
        return place.substring(place.lastIndexOf(' ') + 1);
    }

    @Test
    void every_state_has_area_codes_and_each_of_them_one_state() {
        Set<String> seen = new TreeSet<>();
        Set<String> codes = new TreeSet<>();
        northAmerican().forEach((prefix, places) -> {
            for (String region : regionsOf(prefix)) {
                if (region.startsWith("US-")) {
                    assertThat(regionsOf(prefix)).as(prefix).hasSize(1);
                    seen.add(region.substring(3));
                    codes.add(prefix);
                }
            }
        });
        assertThat(seen).isEqualTo(new TreeSet<>(STATES));
        assertThat(codes).hasSize(374);
    }

    @Test
    void every_area_code_that_the_library_knows_is_listed() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        Set<String> missing = new TreeSet<>();
        for (int code = 200; code < 1000; code++) {
            PhoneNumber number = new PhoneNumber().setCountryCode(1).setNationalNumber(code * 10_000_000L + 2_345_678);
            if (numbers.isValidNumber(number)
                    && numbers.isNumberGeographical(number)
                    && !AreaCodes.all().containsKey("+1" + code)) {
                missing.add("+1" + code);
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+1208, America/Denver America/Los_Angeles",
        "+1986, America/Denver America/Los_Angeles",
        "+1219, America/New_York America/Chicago",
        "+1574, America/New_York America/Chicago",
        "+1812, America/New_York America/Chicago",
        "+1930, America/New_York America/Chicago",
        "+1270, America/New_York America/Chicago",
        "+1364, America/New_York America/Chicago",
        "+1606, America/New_York America/Chicago",
        "+1423, America/New_York America/Chicago",
        "+1729, America/New_York America/Chicago",
        "+1931, America/New_York America/Chicago",
        "+1850, America/New_York America/Chicago",
        "+1448, America/New_York America/Chicago",
        "+1906, America/New_York America/Chicago",
        "+1334, America/New_York America/Chicago",
        "+1308, America/Chicago America/Denver",
        "+1402, America/Chicago America/Denver",
        "+1531, America/Chicago America/Denver",
        "+1605, America/Chicago America/Denver",
        "+1620, America/Chicago America/Denver",
        "+1701, America/Chicago America/Denver",
        "+1785, America/Chicago America/Denver",
        "+1915, America/Chicago America/Denver",
        "+1458, America/Denver America/Los_Angeles",
        "+1541, America/Denver America/Los_Angeles",
        "+1775, America/Denver America/Los_Angeles",
        "+1928, America/Phoenix America/Denver",
        "+1907, America/Anchorage America/Adak",
        "+1474, America/Regina America/Edmonton America/Winnipeg",
        "+1709, America/St_Johns America/Goose_Bay",
        "+1807, America/Toronto America/Winnipeg America/Atikokan",
        "+1418, America/Toronto America/Halifax America/Puerto_Rico",
        "+1236, America/Vancouver America/Edmonton America/Fort_Nelson",
        "+1602, America/Phoenix",
        "+1949, America/Los_Angeles",
        "+1829, America/Santo_Domingo",
        "+1868, America/Port_of_Spain"
    })
    void a_code_that_lies_in_several_zones_has_each_of_them(String prefix, String zones) {
        assertThat(AreaCodes.all().get(prefix))
                .extracting(place -> place.zone().getId())
                .containsExactly(zones.split(" "));
    }

    private static Map<String, List<Place>> northAmerican() {
        Map<String, List<Place>> places = new TreeMap<>(AreaCodes.all());
        places.keySet().removeIf(prefix -> !AreaCodes.isNorthAmerican(prefix));
        return places;
    }

    private static Set<String> regionsOf(String prefix) {
        Set<String> regions = new TreeSet<>();
        AreaCodes.all().get(prefix).forEach(place -> regions.add(place.regions().get(0)));
        return regions;
    }

    private static String clock(ZoneId zone) {
        return zone.getRules().getOffset(WINTER) + " " + zone.getRules().getOffset(SUMMER);
    }
}
