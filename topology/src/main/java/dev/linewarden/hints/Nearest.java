package dev.linewarden.hints;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses which word was meant. */
public final class Nearest {

    private Nearest() {}

    /** "; did you mean 'x'?" when a candidate is near enough, else the list of what is allowed. */
    public static String hint(String word, Collection<String> candidates) {
        String nearest = of(word, candidates);
        return nearest != null ? "; did you mean '" + nearest + "'?" : "; allowed: " + String.join(", ", candidates);
    }

    /** The candidate within a third of the word's length in edits, or null. */
    public static @Nullable String of(String word, Collection<String> candidates) {
        String best = null;
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
