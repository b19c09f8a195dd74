package dev.linewarden.policy;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which way a value was moved: whether the gate holds back more by it. Of the same request, in the same state and on the same line:
 * what the stricter policy lets pass the other lets pass, and of two promises that of the stricter is no sooner.
 */
public enum Tendency {
    STRICTER,
    LOOSER,
    /** More for some and less for others, or the same. */
    NEITHER;

    static final String ANY_NUMBER = "null";
    private static final String ALIKE = " \\| ";
    private static final String THEN = " < ";

    /** Its name as a table or a program reads it. */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By which of two is more of whatever holds back: positive when the second is. */
    public static Tendency by(int comparison) {
        return comparison > 0 ? STRICTER : comparison < 0 ? LOOSER : NEITHER;
    }

    /**
     * Of a move from one value to another.
     *
     * @param stricter the way as {@code keys.yaml} says it; neither hours nor days of a ramp, which depend on other values
     */
    static Tendency of(String stricter, String from, String to) {
        return switch (stricter) {
            case "lower" -> by(Double.compare(number(from), number(to)));
            case "higher" -> by(Double.compare(number(to), number(from)));
            case "shorter" -> by(duration(from).compareTo(duration(to)));
            case "longer" -> by(duration(to).compareTo(duration(from)));
            case "more" -> ofSets(Set.copyOf(items(from)), Set.copyOf(items(to)));
            case "fewer" -> ofSets(Set.copyOf(items(to)), Set.copyOf(items(from)));
            default -> by(rank(stricter, to) - rank(stricter, from));
        };
    }

    private static double number(String value) {
        return value.equals(ANY_NUMBER) ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
    }

    private static Duration duration(String value) {
        Duration duration = Spelling.duration(value);
        if (duration == null) {
            throw new IllegalArgumentException("no duration: " + value);
        }
        return duration;
    }

    /** The items of a list as it would be written. */
    static List<String> items(String list) {
        String inner = list.substring(1, list.length() - 1);
        return inner.isEmpty() ? List.of() : List.of(inner.split(", ", -1));
    }

    /** More is stricter. */
    private static Tendency ofSets(Set<String> from, Set<String> to) {
        return from.equals(to) ? NEITHER : to.containsAll(from) ? STRICTER : from.containsAll(to) ? LOOSER : NEITHER;
    }

    private static int rank(String fromLooseToStrict, String value) {
        List<String> ranks = List.of(fromLooseToStrict.split(THEN, -1));
        for (int rank = 0; rank < ranks.size(); rank++) {
            if (List.of(ranks.get(rank).split(ALIKE, -1)).contains(value)) {
                return rank;
            }
        }
        throw new IllegalArgumentException(value + " is none of " + fromLooseToStrict);
    }

    /** When night falls and when it ends, on one day. */
    record Night(LocalTime from, LocalTime to) {

        /** From waking up until night falls, through midnight if need be. */
        private Duration awake() {
            Duration awake = Duration.between(to, from);
            return awake.isNegative() ? awake.plusDays(1) : awake;
        }
    }

    /**
     * Of a night that begins at another time. Where the other end moves too, it has to be stricter with either.
     *
     * @param first the nights as they are
     */
    static Tendency ofBeginning(Night first, Night second) {
        return both(List.of(
                longer(first, new Night(second.from(), first.to())),
                longer(new Night(first.from(), second.to()), second)));
    }

    /** Of a night that ends at another time. */
    static Tendency ofEnd(Night first, Night second) {
        return both(List.of(
                longer(first, new Night(first.from(), second.to())),
                longer(new Night(second.from(), first.to()), second)));
    }

    private static Tendency longer(Night before, Night after) {
        return by(before.awake().compareTo(after.awake()));
    }

    /** What holds in all: what says nothing else does not matter, what contradicts another leaves neither. */
    static Tendency both(List<Tendency> all) {
        List<Tendency> said =
                all.stream().filter(tendency -> tendency != NEITHER).distinct().toList();
        return said.size() == 1 ? said.get(0) : NEITHER;
    }
}
