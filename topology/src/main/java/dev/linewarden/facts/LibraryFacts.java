package dev.linewarden.facts;

import dev.linewarden.core.model.Place;
import dev.linewarden.core.model.RecipientFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where phone numbers may be by {@link Places}, links by {@link Links}. The tables are loaded on first use. Not thread-safe:
 * one for each task.
 */
public final class LibraryFacts implements RecipientFacts {

    // Outside North America, where an area code is enough, a look-up parses the number, which costs microseconds.
    private static final int CACHED_NUMBERS = 10_000;

    private final Map<String, List<Place>> places = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Place>> eldest) {
            return size() > CACHED_NUMBERS;
        }
    };

    @Override
    public List<Place> placesOf(String phoneNumber) {
        if (AreaCodes.isNorthAmerican(phoneNumber)) {
            return AreaCodes.ofNorthAmerica(phoneNumber);
        }
        List<Place> known = places.get(phoneNumber);
        if (known == null) {
            known = Places.of(phoneNumber);
            places.put(phoneNumber, known);
        }
        return known;
    }

    @Override
    public boolean hasLink(String text) {
        return Links.isIn(text);
    }

    /**
     * Numbers whose owners can be nowhere but in the region: one of each area code that lies there, and one of a country's
     * mobile numbers.
     *
     * @param region an ISO 3166 code, as in {@code US-TX} or {@code FR}
     */
    public static List<String> numbersIn(String region) {
        return Places.numbersIn(region);
    }
}
