package dev.linewarden.audit.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Delta debugging: leaves out one part after another, first large ones, then smaller, as long as what is left still shows
 * what is wanted. In the end nothing can be left out alone.
 */
final class Shrinking {

    private Shrinking() {}

    /** @param all shows it, in order */
    static <T> List<T> smallest(List<T> all, Predicate<List<T>> shows) {
        List<T> left = all;
        int size = Math.max(1, left.size() / 2);
        while (true) {
            List<T> less = without(left, size, shows);
            boolean isSmaller = less.size() < left.size();
            left = less;
            if (size == 1 && !isSmaller) {
                return left;
            }
            size = isSmaller ? Math.max(1, Math.min(size, left.size() / 2)) : Math.max(1, size / 2);
        }
    }

    /** One pass, from behind: what comes later is likelier to have no part in it. */
    private static <T> List<T> without(List<T> all, int size, Predicate<List<T>> shows) {
        List<T> left = all;
        for (int end = left.size(); end > 0; end -= size) {
            int from = Math.max(0, end - size);
            List<T> less = new ArrayList<>(left.subList(0, from));
            less.addAll(left.subList(Math.min(end, left.size()), left.size()));
            if (shows.test(less)) {
                left = less;
            }
        }
        return left;
    }
}
