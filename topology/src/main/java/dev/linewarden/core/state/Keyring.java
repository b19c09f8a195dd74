package dev.linewarden.core.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were made lately, found by their parts. A decision asks for the same dozen rows several times over, and the next one for
 * most of them again: to join the parts each time, and to hash what was joined, was a sixth of what judging allocated.
 *
 * <p>Forgetful: a place holds the latest key that fell on it, so memory is bounded, and what is not there is made anew. Safe for
 * several threads without a lock, for what stands in a place never changes: at worst two make the same key.
 */
public final class Keyring {

    /** Of some hundreds of lines: a few kinds of rows each, and the minutes that are looked at now. */
    private static final int BUSY = 4096;

    /** Of whom the request at hand is about, and the request itself, and of those before. */
    private static final int PASSING = 4;

    private static final long NO_NUMBER = -1;

    /** Keeps nothing, and makes every key anew. */
    static final Keyring NONE = new Keyring(0, 0);

    private final @Nullable Held[] busy;
    private final @Nullable Held[] passing;
    private int latest;

    public Keyring() {
        this(BUSY, PASSING);
    }

    /** How many keys of either kind it holds: powers of two. */
    private Keyring(int busy, int passing) {
        this.busy = new Held[busy];
        this.passing = new Held[passing];
    }

    /**
     * @param last the third part; null for a key of two parts, and for one whose third is a number
     * @param number the third part, {@link Keys#ordered}; {@link #NO_NUMBER} for none
     */
    private record Held(
            String first, String second, @Nullable String last, long number, String key) {

        boolean is(String one, String two, @Nullable String three, long four) {
            // What tells most apart comes first.
            return number == four && second.equals(two) && Objects.equals(last, three) && first.equals(one);
        }
    }

    /** As {@link Keys#of(String, String)}, of a row that will be asked for again and again. */
    String of(String first, String second) {
        return find(busy, first, second, null, NO_NUMBER);
    }

    /**
     * As {@link Keys#of(String, String)}, of a row that is of this decision's alone. Who asks has just read the name: to compare it with
     * the latest few costs less than to hash it.
     */
    String passing(String first, String second) {
        for (int back = 0; back < passing.length; back++) {
            Held held = passing[(latest - back) & (passing.length - 1)];
            if (held != null && held.is(first, second, null, NO_NUMBER)) {
                return held.key();
            }
        }
        return passing.length == 0 ? Keys.of(first, second) : keep(first, second);
    }

    private String keep(String first, String second) {
        Held made = new Held(first, second, null, NO_NUMBER, Keys.of(first, second));
        int place = (latest + 1) & (passing.length - 1);
        passing[place] = made;
        latest = place;
        return made.key();
    }

    /** As {@link Keys#of(String, String, String)}. */
    String of(String first, String second, String last) {
        return find(busy, first, second, last, NO_NUMBER);
    }

    /** As {@link Keys#of(String, String, String)} with a third part that is {@link Keys#ordered}. */
    String of(String first, String second, long number) {
        // No day and no minute since 1970 is negative: what is takes no place.
        return number < 0 ? Keys.of(first, second, Keys.ordered(number)) : find(busy, first, second, null, number);
    }

    private static String find(
            @Nullable Held[] places, String first, String second, @Nullable String last, long number) {
        if (places.length == 0) {
            return make(first, second, last, number);
        }
        int place = place(second, last, number) & (places.length - 1);
        Held held = places[place];
        if (held == null || !held.is(first, second, last, number)) {
            held = new Held(first, second, last, number, make(first, second, last, number));
            places[place] = held;
        }
        return held.key();
    }

    private static int place(String second, @Nullable String last, long number) {
        int mixed = (second.hashCode() * 31 + (last == null ? 0 : last.hashCode())) * 31 + Long.hashCode(number);
        return mixed ^ mixed >>> 12;
    }

    private static String make(String first, String second, @Nullable String last, long number) {
        if (number != NO_NUMBER) {
            return Keys.of(first, second, Keys.ordered(number));
        }
        return last == null ? Keys.of(first, second) : Keys.of(first, second, last);
    }
}
