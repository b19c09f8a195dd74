package dev.linewarden.audit;

import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.core.wishes.Wishes;
import dev.linewarden.facts.LibraryFacts;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What texts mean and where numbers are, by the tables that the gate has too: an audit counts limits anew, it does not read
 * people anew. Not thread-safe.
 */
final class Meaning implements Interpretation {

    private final LibraryFacts facts = new LibraryFacts();
    private final Map<List<Set<String>>, Wishes> wishes = new HashMap<>();

    @Override
    public Wish wishOf(String text) {
        return wishOf(text, Wishes.BUILT_IN);
    }

    @Override
    public Wish wishOf(String text, Set<String> optOutWords, Set<String> optInWords, Set<String> optOutPhrases) {
        return wishOf(
                text,
                wishes.computeIfAbsent(
                        List.of(optOutWords, optInWords, optOutPhrases),
                        absent -> new Wishes(optOutWords, optInWords, optOutPhrases)));
    }

    private static Wish wishOf(String text, Wishes by) {
        dev.linewarden.core.wishes.Wish wish = by.read(text);
        if (wish == null) {
            return Wish.NOTHING;
        }
        return switch (wish) {
            case OPT_OUT -> Wish.OPT_OUT;
            case OPT_IN -> Wish.OPT_IN;
            case HELP -> Wish.HELP;
        };
    }

    @Override
    public boolean hasLink(String text) {
        return facts.hasLink(text);
    }

    @Override
    public ZoneId zoneOf(String recipient) {
        return placesOf(recipient).stream().map(Whereabouts::zone).findFirst().orElse(ZoneOffset.UTC);
    }

    @Override
    public List<Whereabouts> placesOf(String number) {
        return facts.placesOf(number).stream()
                .map(place -> new Whereabouts(place.zone(), place.regions()))
                .toList();
    }
}
