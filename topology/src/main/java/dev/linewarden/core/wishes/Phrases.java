package dev.linewarden.core.wishes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A set of phrases that finds which of them begin at a word. All are looked for at once, in a tree whose branches are words
 * and other sets of phrases; so the work at a word is bounded by the phrases, however long the text is.
 */
final class Phrases {

    /** Ends are told as bits, one for each number of words. */
    private static final int LONGEST = Long.SIZE - 1;

    private final Node root = new Node();

    // Most words begin no phrase at all: one look says so.
    private final Set<String> first = new HashSet<>();

    private static final class Node {
        private final Map<String, Node> words = new HashMap<>(4);
        private final Map<Phrases, Node> sets = new HashMap<>(0);
        private boolean end;
    }

    /** Phrases of words alone, as a policy adds them. */
    static Phrases ofWords(Collection<List<String>> phrases) {
        return of(phrases, word -> null);
    }

    /** @param sets what a part of a phrase stands for, or null when it is a word */
    static Phrases of(Collection<List<String>> phrases, Function<String, @Nullable Phrases> sets) {
        Phrases made = new Phrases();
        for (List<String> phrase : phrases) {
            made.add(phrase, sets);
        }
        return made;
    }

    /** Whatever one of the sets holds. */
    static Phrases anyOf(List<Phrases> sets) {
        Phrases made = new Phrases();
        for (Phrases set : sets) {
            made.first.addAll(set.first);
            made.root.sets.computeIfAbsent(set, added -> new Node()).end = true;
        }
        return made;
    }

    private void add(List<String> phrase, Function<String, @Nullable Phrases> sets) {
        if (phrase.size() > LONGEST) {
            throw new IllegalArgumentException("a phrase of " + phrase.size() + " words: at most " + LONGEST);
        }
        Node node = root;
        for (String part : phrase) {
            Phrases set = sets.apply(part);
            if (node == root) {
                first.addAll(set == null ? Set.of(part) : set.first);
            }
            node = set == null
                    ? node.words.computeIfAbsent(part, added -> new Node())
                    : node.sets.computeIfAbsent(set, added -> new Node());
        }
        node.end |= !phrase.isEmpty();
    }

    /** Whether some phrase begins at {@code from}. */
    boolean beginsAt(String[] words, int from) {
        return ends(words, from) != 0;
    }

    /** Where the longest phrase that begins at {@code from} ends, or -1. */
    int longest(String[] words, int from) {
        long ends = ends(words, from);
        return ends == 0 ? -1 : from + LONGEST - Long.numberOfLeadingZeros(ends);
    }

    /** Whether some phrase that begins at {@code from} ends where {@code fits} holds. */
    boolean endsWhere(boolean[] fits, String[] words, int from) {
        for (long ends = ends(words, from); ends != 0; ends &= ends - 1) {
            if (fits[from + Long.numberOfTrailingZeros(ends)]) {
                return true;
            }
        }
        return false;
    }

    /** Marks where the phrases end that begin at {@code from}. */
    void markEnds(boolean[] marks, String[] words, int from) {
        for (long ends = ends(words, from); ends != 0; ends &= ends - 1) {
            marks[from + Long.numberOfTrailingZeros(ends)] = true;
        }
    }

    /** Bit n stands for a phrase of n words. */
    private long ends(String[] words, int from) {
        return from < words.length && first.contains(words[from]) ? walk(root, words, from, 0) : 0;
    }

    private static long walk(Node node, String[] words, int from, int length) {
        long found = node.end ? 1L << length : 0;
        int at = from + length;
        if (at == words.length) {
            return found;
        }
        Node next = node.words.get(words[at]);
        if (next != null) {
            found |= walk(next, words, from, length + 1);
        }
        for (Map.Entry<Phrases, Node> set : node.sets.entrySet()) {
            for (long ends = set.getKey().ends(words, at); ends != 0; ends &= ends - 1) {
                found |= walk(set.getValue(), words, from, length + Long.numberOfTrailingZeros(ends));
            }
        }
        return found;
    }
}
