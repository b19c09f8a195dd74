package dev.linewarden.facts;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.twitter.twittertext.Extractor;
import dev.linewarden.core.model.RecipientFacts;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkType;

/**
 * Phone number zones and regions by libphonenumber's tables, links with a scheme by autolink, bare
 * domains ("bit.ly/x", which phones show as links too) by twitter-text. The tables are loaded on first use. Not
 * thread-safe: one for each task.
 */
public final class LibraryFacts implements RecipientFacts {

    // Zones and regions hang on a number's area; a pool's recipients share few thousand areas, and a parse costs
    // microseconds.
    private static final int CACHED_NUMBERS = 10_000;

    private final LinkExtractor links = LinkExtractor.builder()
            .linkTypes(EnumSet.of(LinkType.URL, LinkType.WWW))
            .build();
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
        return hasInnerDot(text)
                && (links.extractLinks(text).iterator().hasNext()
                        || !Domains.EXTRACTOR.extractURLsWithIndices(text).isEmpty());
    }

    /** Whether a dot stands inside a word, as in every name of a host: what most texts have not, and quick to see. */
    private static boolean hasInnerDot(String text) {
        for (int dot = text.indexOf('.', 1); dot >= 0 && dot < text.length() - 1; dot = text.indexOf('.', dot + 1)) {
            if (Character.isLetterOrDigit(text.charAt(dot - 1)) && Character.isLetterOrDigit(text.charAt(dot + 1))) {
                return true;
            }
        }
        return false;
    }

    /** Its patterns take a tenth of a second to compile: not before the first text with a full stop. */
    private static final class Domains {
        static final Extractor EXTRACTOR = new Extractor();
    }
}
