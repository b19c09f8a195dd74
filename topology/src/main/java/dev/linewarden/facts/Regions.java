package dev.linewarden.facts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The country of a phone number and, in the United States, the state: by area code, as the law reads it. */
final class Regions {

    private static final String UNITED_STATES = "US";

    // The geocoder says "Dallas, TX", "Texas" or, lest it be taken for the city, "Washington State".
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("Alabama", "AL"),
            Map.entry("Alaska", "AK"),
            Map.entry("Arizona", "AZ"),
            Map.entry("Arkansas", "AR"),
            Map.entry("California", "CA"),
            Map.entry("Colorado", "CO"),
            Map.entry("Connecticut", "CT"),
            Map.entry("Delaware", "DE"),
            Map.entry("Florida", "FL"),
            Map.entry("Georgia", "GA"),
            Map.entry("Hawaii", "HI"),
            Map.entry("Idaho", "ID"),
            Map.entry("Illinois", "IL"),
            Map.entry("Indiana", "IN"),
            Map.entry("Iowa", "IA"),
            Map.entry("Kansas", "KS"),
            Map.entry("Kentucky", "KY"),
            Map.entry("Louisiana", "LA"),
            Map.entry("Maine", "ME"),
            Map.entry("Maryland", "MD"),
            Map.entry("Massachusetts", "MA"),
            Map.entry("Michigan", "MI"),
            Map.entry("Minnesota", "MN"),
            Map.entry("Mississippi", "MS"),
            Map.entry("Missouri", "MO"),
            Map.entry("Montana", "MT"),
            Map.entry("Nebraska", "NE"),
            Map.entry("Nevada", "NV"),
            Map.entry("New Hampshire", "NH"),
            Map.entry("New Jersey", "NJ"),
            Map.entry("New Mexico", "NM"),
            Map.entry("New York", "NY"),
            Map.entry("North Carolina", "NC"),
            Map.entry("North Dakota", "ND"),
            Map.entry("Ohio", "OH"),
            Map.entry("Oklahoma", "OK"),
            Map.entry("Oregon", "OR"),
            Map.entry("Pennsylvania", "PA"),
            Map.entry("Rhode Island", "RI"),
            Map.entry("South Carolina", "SC"),
            Map.entry("South Dakota", "SD"),
            Map.entry("Tennessee", "TN"),
            Map.entry("Texas", "TX"),
            Map.entry("Utah", "UT"),
            Map.entry("Vermont", "VT"),
            Map.entry("Virginia", "VA"),
            Map.entry("Washington State", "WA"),
            Map.entry("Washington D.C.", "DC"),
            Map.entry("West Virginia", "WV"),
            Map.entry("Wisconsin", "WI"),
            Map.entry("Wyoming", "WY"));

    private Regions() {}

    static List<String> of(String phoneNumber) {
        try {
            PhoneNumber number = PhoneNumberUtil.getInstance().parse(phoneNumber, null);
            String country = PhoneNumberUtil.getInstance().getRegionCodeForNumber(number);
            if (country == null) {
                return List.of();
            }
            String state = country.equals(UNITED_STATES) ? state(number) : null;
            return state == null ? List.of(country) : List.of(country + "-" + state, country);
        } catch (NumberParseException unknown) {
            return List.of();
        }
    }

    private static @Nullable String state(PhoneNumber number) {
        String place = PhoneNumberOfflineGeocoder.getInstance().getDescriptionForValidNumber(number, Locale.US);
        String last = place.substring(place.lastIndexOf(", ") < 0 ? 0 : place.lastIndexOf(", ") + 2);
        return STATES.containsValue(last) ? last : STATES.get(last);
    }
}
