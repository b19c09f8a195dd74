package dev.linewarden.audit.oracle;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** What texts mean and where numbers are: nothing that a check of limits can know by itself. */
public interface Interpretation {

    /** What somebody asks for. */
    enum Wish {
        OPT_OUT,
        OPT_IN,
        HELP,
        NOTHING
    }

    Wish wishOf(String text);

    boolean hasLink(String text);

    /** The zone of a recipient whose request names none. */
    ZoneId zoneOf(String recipient);

    /**
     * Somewhere that somebody may be.
     *
     * @param regions ISO 3166 codes, the part of the country before the country
     */
    record Whereabouts(ZoneId zone, List<String> regions) {}

    /** Everywhere that the owner of a phone number may be; none for a number of no country. */
    default List<Whereabouts> placesOf(String number) {
        return List.of(new Whereabouts(zoneOf(number), List.of()));
    }

    /** What a text asks for under a policy that adds words and phrases of its own. */
    default Wish wishOf(String text, Set<String> optOutWords, Set<String> optInWords, Set<String> optOutPhrases) {
        return wishOf(text);
    }
}
