package dev.linewarden.facts;

import dev.linewarden.core.model.Place;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the numbers of an area code may lie, by {@code area-codes.tsv}, which says how it was found. */
final class AreaCodes {

    private static final String NORTH_AMERICA = "+1";
    private static final int NORTH_AMERICAN_LENGTH = "+12125550100".length();
    private static final int NORTH_AMERICAN_PREFIX = "+1212".length();
    private static final int LONGEST_PREFIX = 10;

    private static final Map<String, List<Place>> PLACES = load();
    private static final List<Place> ANYWHERE_IN_NORTH_AMERICA = whereNewCodesMayBe();

    private AreaCodes() {}

    static boolean isNorthAmerican(String number) {
        return number.startsWith(NORTH_AMERICA);
    }

    /** Where a number that begins with +1 may be; anywhere that a code not listed may be when its own is not. */
    static List<Place> ofNorthAmerica(String number) {
        if (number.length() == NORTH_AMERICAN_LENGTH) {
            List<Place> places = PLACES.get(number.substring(0, NORTH_AMERICAN_PREFIX));
            if (places != null) {
                return places;
            }
        }
        return ANYWHERE_IN_NORTH_AMERICA;
    }

    /** Where a number of another country may be, by the longest prefix that is listed; empty when none is. */
    static List<Place> elsewhere(String number) {
        for (int end = Math.min(number.length(), LONGEST_PREFIX); end > NORTH_AMERICA.length(); end--) {
            List<Place> places = PLACES.get(number.substring(0, end));
            if (places != null) {
                return places;
            }
        }
        return List.of();
    }

    /** Every prefix that is listed, with its places. */
    static Map<String, List<Place>> all() {
        return PLACES;
    }

    /** The country of a region: US of US-TX. */
    static String countryOf(String region) {
        int part = region.indexOf('-');
        return part < 0 ? region : region.substring(0, part);
    }

    private static Map<String, List<Place>> load() {
        Map<String, List<Place>> places = new HashMap<>();
        for (String[] row : Tables.rows("area-codes.tsv", 3)) {
            String region = row[1];
            String country = countryOf(region);
            List<String> regions = region.equals(country) ? List.of(country) : List.of(region, country);
            List<Place> known = places.computeIfAbsent(row[0], prefix -> new ArrayList<>());
            for (String zone : row[2].split(" ", -1)) {
                known.add(new Place(ZoneId.of(zone), regions));
            }
        }
        places.replaceAll((prefix, known) -> List.copyOf(known));
        return Map.copyOf(places);
    }

    /**
     * The countries that were given a second area code: only these get another, and toll-free, premium and personal
     * numbers, which belong to no area, are theirs but for a few in a thousand.
     */
    private static List<Place> whereNewCodesMayBe() {
        Map<String, Set<String>> codesByCountry = new HashMap<>();
        PLACES.forEach((prefix, places) -> {
            if (isNorthAmerican(prefix)) {
                for (Place place : places) {
                    codesByCountry
                            .computeIfAbsent(countryOf(place.regions().get(0)), country -> new HashSet<>())
                            .add(prefix);
                }
            }
        });
        Set<Place> places = new LinkedHashSet<>();
        PLACES.values().stream()
                .flatMap(Collection::stream)
                .filter(place -> codesByCountry
                                .getOrDefault(countryOf(place.regions().get(0)), Set.of())
                                .size()
                        > 1)
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .forEach(places::add);
        return List.copyOf(places);
    }
}
