package dev.linewarden.core.wishes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words in which a thumb slipped once behind their first letter: one letter too many, too few, another one, or two the wrong
 * way round. Only some long words are taken for what was meant; short ones have too many neighbours that are words themselves.
 */
final class Slips {

    private final Map<Character, List<String>> words = new HashMap<>();
    private final Set<String> others;

    /**
     * A reading of the words.
     *
     * @param meant the words that are recognised
     * @param others neighbours of theirs that mean something else
     */
    Slips(Collection<String> meant, Collection<String> others) {
        this.others = new HashSet<>(others);
        meant.forEach(word ->
                words.computeIfAbsent(word.charAt(0), none -> new ArrayList<>()).add(word));
    }

    /** The word that was meant; the word itself when it is near none. */
    String meant(String word) {
        for (String candidate : words.getOrDefault(word.charAt(0), List.of())) {
            if (Math.abs(candidate.length() - word.length()) <= 1
                    && isOneSlip(word, candidate)
                    && !others.contains(word)) {
                return candidate;
            }
        }
        return word;
    }

    private static boolean isOneSlip(String typed, String meant) {
        int shorter = Math.min(typed.length(), meant.length());
        int front = 0;
        while (front < shorter && typed.charAt(front) == meant.charAt(front)) {
            front++;
        }
        int back = 0;
        while (back < shorter - front
                && typed.charAt(typed.length() - 1 - back) == meant.charAt(meant.length() - 1 - back)) {
            back++;
        }
        int left = typed.length() - front - back;
        int right = meant.length() - front - back;
        boolean swapped = left == 2
                && right == 2
                && typed.charAt(front) == meant.charAt(front + 1)
                && typed.charAt(front + 1) == meant.charAt(front);
        return swapped || (left <= 1 && right <= 1);
    }
}
