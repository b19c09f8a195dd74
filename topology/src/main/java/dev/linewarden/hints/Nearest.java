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

    /** In edits: a letter more, less or other, or two that stand beside each other in the wrong order. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (isSwapped(a, i, b, j)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }

    private static boolean isSwapped(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
