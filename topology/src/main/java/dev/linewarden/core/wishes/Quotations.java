package dev.linewarden.core.wishes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes out of a text what somebody else said: what its author quotes, and all of a phone's reaction to a message
 * (Liked “…”). Who puts the keyword itself in quotation marks, with nothing but courtesies around it, quotes nobody.
 */
final class Quotations {

    /** Stands for what was quoted: a word that no list knows. */
    private static final String QUOTED = "0quoted";

    /** What closes what opened; everything else closes as it opened. */
    private static final Map<String, String> CLOSERS = Map.ofEntries(
            Map.entry("“", "”\""),
            Map.entry("„", "“”\""),
            Map.entry("‟", "”“"),
            Map.entry("«", "»"),
            Map.entry("»", "«»"),
            Map.entry("‹", "›"),
            Map.entry("›", "‹›"),
            Map.entry("「", "」"),
            Map.entry("『", "』"),
            Map.entry("《", "》"),
            Map.entry("〝", "〞〟"),
            Map.entry("\"", "\"”“"),
            Map.entry("”", "”\""),
            Map.entry(Folding.SINGLE_OPEN, Folding.SINGLE_CLOSE));

    private Quotations() {}

    /**
     * @param reaction whether words are what a phone writes before the message that it quotes
     * @param harmless whether nothing is said by words but a courtesy
     * @return the tokens that are left, without quotation marks
     */
    static List<String> without(
            List<String> tokens, Predicate<List<String>> reaction, Predicate<List<String>> harmless) {
        List<String> own = withoutReaction(tokens, reaction);
        for (boolean single : new boolean[] {false, true}) {
            List<String> outside = withoutQuoted(own, single);
            own = harmless.test(outside) ? own : outside;
        }
        return own.stream().filter(token -> !isQuote(token)).toList();
    }

    static boolean isQuoted(String token) {
        return token.equals(QUOTED);
    }

    private static boolean isQuote(String token) {
        return Folding.isDoubleQuote(token) || isSingle(token);
    }

    private static boolean isSingle(String token) {
        return token.equals(Folding.SINGLE_OPEN) || token.equals(Folding.SINGLE_CLOSE);
    }

    /** What stands behind the last mark is the author's again; when the end was cut off, nothing is. */
    private static List<String> withoutReaction(List<String> tokens, Predicate<List<String>> reaction) {
        int open = 0;
        while (open < tokens.size() && !Folding.isDoubleQuote(tokens.get(open)) && !isOpening(tokens, open)) {
            open++;
        }
        if (open == tokens.size()
                || !reaction.test(
                        tokens.subList(0, open).stream().filter(Folding::isWord).toList())) {
            return tokens;
        }
        boolean single = isSingle(tokens.get(open));
        int last = tokens.size() - 1;
        while (last > open && !(single ? isSingle(tokens.get(last)) : Folding.isDoubleQuote(tokens.get(last)))) {
            last--;
        }
        return last == open ? List.of() : tokens.subList(last + 1, tokens.size());
    }

    private static boolean isOpening(List<String> tokens, int at) {
        return tokens.get(at).equals(Folding.SINGLE_OPEN);
    }

    private static List<String> withoutQuoted(List<String> tokens, boolean single) {
        List<String> outside = new ArrayList<>(tokens.size());
        int at = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at);
            int end = opens(token, single) ? closed(tokens, at) : at;
            if (end < 0) {
                // Never closed: nothing behind it is known to be quoted.
                outside.addAll(tokens.subList(at, tokens.size()));
                return outside;
            }
            outside.add(end > at ? QUOTED : token);
            at = end + 1;
        }
        return outside;
    }

    private static boolean opens(String token, boolean single) {
        return single ? token.equals(Folding.SINGLE_OPEN) : Folding.isDoubleQuote(token);
    }

    private static int closed(List<String> tokens, int open) {
        String opener = tokens.get(open);
        String closers = CLOSERS.getOrDefault(opener, opener);
        int depth = 1;
        for (int at = open + 1; at < tokens.size(); at++) {
            String token = tokens.get(at);
            if (closers.contains(token)) {
                depth--;
            } else if (token.equals(opener)) {
                depth++;
            }
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }
}
