package dev.linewarden.facts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.linewarden.core.model.RecipientFacts;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Phone number zones and regions by libphonenumber's tables, links by {@link Links}. The tables are loaded on first use.
 * Not thread-safe: one for each task.
 */
public final class LibraryFacts implements RecipientFacts {

    // Zones and regions hang on a number's area; a pool's recipients share few thousand areas, and a parse costs
    // microseconds.
    private static final int CACHED_NUMBERS = 10_000;

    private final Map<String, List<ZoneId>> zones = recent();
    private final Map<String, List<String>> regions = recent();

    private static <V> Map<String, V> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > CACHED_NUMBERS;
            }
        };
    }

    @Override
    public List<ZoneId> zonesOf(String phoneNumber) {
        List<ZoneId> known = zones.get(phoneNumber);
        if (known == null) {
            known = lookUp(phoneNumber);
            zones.put(phoneNumber, known);
        }
        return known;
    }

    @Override
    public List<String> regionsOf(String phoneNumber) {
        List<String> known = regions.get(phoneNumber);
        if (known == null) {
            known = Regions.of(phoneNumber);
            regions.put(phoneNumber, known);
        }
        return known;
    }

    private static List<ZoneId> lookUp(String phoneNumber) {
        try {
            List<ZoneId> found = new ArrayList<>();
            for (String id : PhoneNumberToTimeZonesMapper.getInstance()
                    .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(phoneNumber, null))) {
                if (!id.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone())) {
                    found.add(ZoneId.of(id));
                }
            }
            return List.copyOf(found);
        } catch (NumberParseException | DateTimeException unknown) {
            return List.of();
        }
    }

    @Override
    public boolean hasLink(String text) {
        return Links.isIn(text);
    }
}
