package dev.linewarden.core.wishes;

import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Recipient.Consent;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a message whether its author wants to be texted. Words and phrases: the guide's table of published values.
 *
 * <p>The text is folded to lower case without accents and punctuation. It is an opt-out when it is one of the words, with
 * nothing but courtesies around it, or contains one of the phrases, not negated. "Can you stop by at 5?", "cancel my 3pm
 * appointment" and "don't stop texting me" are none.
 */
public final class Wishes {

    private static final Set<String> OPT_OUT = Set.of(
            "stop",
            "stopall",
            "stop all",
            "quit",
            "end",
            "revoke",
            "opt out",
            "optout",
            "cancel",
            "unsubscribe",
            "remove",
            "arret",
            "alto",
            "baja");
    private static final Set<String> OPT_IN = Set.of("start", "unstop", "opt in", "optin", "subscribe", "resume");
    private static final List<String> OPT_OUT_PHRASES = List.of(
            "opt me out",
            "unsubscribe me",
            "take me off",
            "remove me from",
            "stop texting",
            "stop messaging",
            "do not contact",
            "dont contact",
            "do not text",
            "dont text");
    // Longest first, so that "thank you" is not left over as "you".
    private static final Pattern COURTESIES =
            Pattern.compile("( (texting me|messaging me|thank you|please|thanks|now|all|it))*");
    private static final Pattern PLEASE = Pattern.compile("(please |pls )+");
    private static final Pattern NEGATED = Pattern.compile(".* (dont|do not|never|wont|will not|cant|cannot)( ever)? ");
    private static final Pattern APOSTROPHES = Pattern.compile("['’`]");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Wishes() {}

    /** What the text says, or null when it says nothing about being texted. */
    public static @Nullable Consent read(@Nullable String text, Policy.Consent policy) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String folded = fold(text);
        if (says(folded, OPT_OUT, policy.optOutWords()) || containsPhrase(folded)) {
            return Consent.OPTED_OUT;
        }
        return says(folded, OPT_IN, policy.optInWords()) ? Consent.OPTED_IN : null;
    }

    private static boolean says(String folded, Set<String> builtIn, Collection<String> added) {
        List<String> words = new ArrayList<>(builtIn);
        added.forEach(word -> words.add(fold(word)));
        Matcher please = PLEASE.matcher(folded);
        String rest = please.lookingAt() ? folded.substring(please.end()) : folded;
        return words.stream()
                .anyMatch(word -> rest.startsWith(word)
                        && COURTESIES.matcher(rest.substring(word.length())).matches());
    }

    private static boolean containsPhrase(String folded) {
        String padded = " " + folded + " ";
        return OPT_OUT_PHRASES.stream().anyMatch(phrase -> says(padded, " " + phrase + " "));
    }

    private static boolean says(String padded, String phrase) {
        for (int at = padded.indexOf(phrase); at >= 0; at = padded.indexOf(phrase, at + 1)) {
            if (!NEGATED.matcher(padded.substring(0, at + 1)).matches()) {
                return true;
            }
        }
        return false;
    }

    private static String fold(String text) {
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String joined = APOSTROPHES.matcher(bare).replaceAll("");
        return NOT_A_WORD
                .matcher(joined.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
