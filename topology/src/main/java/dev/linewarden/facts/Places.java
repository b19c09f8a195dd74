package dev.linewarden.facts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.linewarden.core.model.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the owner of a phone number may be. In North America by area code alone; elsewhere by the country's zones, and where
 * it has several by those that libphonenumber's tables give to the number's area, if they are the country's own. What the
 * tables do not place, mobile numbers among them, may be anywhere in its country.
 */
final class Places {

    private static final Map<String, List<ZoneId>> COUNTRIES = countries();

    // Zones are the same for us when their clocks are, on these days: the tables name many by a neighbour.
    private static final List<Instant> DAYS_COMPARED = IntStream.range(0, 48)
            .mapToObj(halfMonth -> ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC)
                    .plusDays(15L * halfMonth)
                    .toInstant())
            .toList();

    private Places() {}

    static List<Place> of(String number) {
        return AreaCodes.isNorthAmerican(number) ? AreaCodes.ofNorthAmerica(number) : elsewhere(number);
    }

    /** Numbers that can be nowhere but in the region, see {@link LibraryFacts#numbersIn}. */
    static List<String> numbersIn(String region) {
        Stream<String> ofAreaCodes = AreaCodes.all().keySet().stream()
                .filter(AreaCodes::isNorthAmerican)
                .sorted()
                .map(areaCode -> areaCode + "5550100");
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        PhoneNumber example = numbers.getSupportedRegions().contains(region)
                ? numbers.getExampleNumberForType(region, PhoneNumberType.MOBILE)
                : null;
        Stream<String> ofCountry =
                example == null ? Stream.empty() : Stream.of(numbers.format(example, PhoneNumberFormat.E164));
        return Stream.concat(ofAreaCodes, ofCountry)
                .filter(number -> {
                    List<Place> places = of(number);
                    return !places.isEmpty()
                            && places.stream().allMatch(place -> place.regions().contains(region));
                })
                .toList();
    }

    private static List<Place> elsewhere(String number) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            PhoneNumber parsed = numbers.parse(number, null);
            String country = numbers.getRegionCodeForNumber(parsed);
            if (country == null) {
                return numbers.getRegionCodesForCountryCode(parsed.getCountryCode()).stream()
                        .flatMap(any -> in(any, zonesOf(any)).stream())
                        .toList();
            }
            List<Place> listed = AreaCodes.elsewhere(number);
            return listed.isEmpty() ? in(country, narrowed(zonesOf(country), parsed)) : listed;
        } catch (NumberParseException unknown) {
            return List.of();
        }
    }

    private static List<Place> in(String country, List<ZoneId> zones) {
        return zones.stream().map(zone -> new Place(zone, List.of(country))).toList();
    }

    /** The country's zones; none for numbers of no country, such as satellite telephones. */
    static List<ZoneId> zonesOf(String country) {
        return COUNTRIES.getOrDefault(country, List.of());
    }

    private static List<ZoneId> narrowed(List<ZoneId> zones, PhoneNumber number) {
        if (zones.size() < 2 || !PhoneNumberUtil.getInstance().isNumberGeographical(number)) {
            return zones;
        }
        List<String> told = PhoneNumberToTimeZonesMapper.getInstance().getTimeZonesForNumber(number);
        List<ZoneId> own = zones.stream()
                .filter(zone -> told.stream().anyMatch(id -> agree(zone, id)))
                .toList();
        return own.isEmpty() ? zones : own;
    }

    private static boolean agree(ZoneId zone, String id) {
        try {
            ZoneId other = ZoneId.of(id);
            return DAYS_COMPARED.stream().allMatch(day -> zone.getRules()
                    .getOffset(day)
                    .equals(other.getRules().getOffset(day)));
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static Map<String, List<ZoneId>> countries() {
        Map<String, List<ZoneId>> countries = new HashMap<>();
        for (String[] row : Tables.rows("country-zones.tsv", 2)) {
            countries.put(
                    row[0], Arrays.stream(row[1].split(" ")).map(ZoneId::of).toList());
        }
        return Map.copyOf(countries);
    }
}
