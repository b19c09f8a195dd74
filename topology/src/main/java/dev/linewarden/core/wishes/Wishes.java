package dev.linewarden.core.wishes;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's owner wants to be heard beside the built-in words, and the reading of texts by all of them. Made once a
 * policy; two with the same words are equal.
 *
 * <p>The built-in words, phrases and what may stand around them are the text files beside this class: see {@link Grammar}
 * for how they are written, {@link Reading} for how they are read. A text is read in time linear in its length.
 */
public final class Wishes {

    /** The built-in words alone. */
    public static final Wishes BUILT_IN = new Wishes(Set.of(), Set.of(), Set.of());

    private final Set<String> optOutWords;
    private final Set<String> optInWords;
    private final Set<String> optOutPhrases;
    private final Phrases ownOut;
    private final Phrases ownIn;
    private final Phrases ownPhrases;

    /**
     * @param optOutWords each opts out as a sentence of its own
     * @param optInWords each opts in again as the whole text
     * @param optOutPhrases each opts out wherever it stands, unless it is denied or somebody else's
     * @throws IllegalArgumentException for one that says nothing, see {@link #saysNothing}
     */
    public Wishes(Set<String> optOutWords, Set<String> optInWords, Set<String> optOutPhrases) {
        this.optOutWords = optOutWords;
        this.optInWords = optInWords;
        this.optOutPhrases = optOutPhrases;
        ownOut = compiled(optOutWords);
        ownIn = compiled(optInWords);
        ownPhrases = compiled(optOutPhrases);
    }

    private static Phrases compiled(Collection<String> words) {
        words.stream().filter(Wishes::saysNothing).findFirst().ifPresent(nothing -> {
            throw new IllegalArgumentException("'" + nothing + "' has no letter and no digit");
        });
        return Phrases.ofWords(words.stream().map(Wishes::words).toList());
    }

    /** Whether nothing is left of a word or phrase when it is folded: an emoji, punctuation, a blank. */
    public static boolean saysNothing(String word) {
        return words(word).isEmpty();
    }

    private static List<String> words(String text) {
        Grammar grammar = Grammar.builtIn();
        return Folding.fold(text).stream()
                .filter(Folding::isWord)
                .map(grammar::spelled)
                .toList();
    }

    /** What the text asks for, or null when it asks for none of it. */
    public @Nullable Wish read(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Reading(text, ownOut, ownIn, ownPhrases).wish();
    }

    public Set<String> optOutWords() {
        return optOutWords;
    }

    public Set<String> optInWords() {
        return optInWords;
    }

    public Set<String> optOutPhrases() {
        return optOutPhrases;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Wishes wishes
                && wishes.optOutWords.equals(optOutWords)
                && wishes.optInWords.equals(optInWords)
                && wishes.optOutPhrases.equals(optOutPhrases);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * optOutWords.hashCode() + optInWords.hashCode()) + optOutPhrases.hashCode();
    }

    @Override
    public String toString() {
        return "Wishes[optOutWords=" + optOutWords + ", optInWords=" + optInWords + ", optOutPhrases=" + optOutPhrases
                + "]";
    }
}
