package dev.linewarden.core.state;

import dev.linewarden.core.model.Priority;
import java.util.List;

/**
 * Who respects whose booking. A booking of the same or a higher precedence counts as a send for whoever is judged later, one
 * of a lower precedence does not exist for it; replies in active conversations see bookings of replies alone. Ranks are kept
 * in state: they never change.
 */
public enum Precedence {
    REPLY(0),
    HIGH(1),
    NORMAL(2),
    BULK(3);

    /** All of them, for hot paths: {@link #values} makes an array each time. */
    static final List<Precedence> ALL = List.of(values());

    private final int rank;

    Precedence(int rank) {
        this.rank = rank;
    }

    /** Its place: the lower goes first. */
    public int rank() {
        return rank;
    }

    /** That of outreach with the given priority. */
    public static Precedence of(Priority priority) {
        return switch (priority) {
            case HIGH -> HIGH;
            case NORMAL -> NORMAL;
            case BULK -> BULK;
        };
    }

    /**
     * @throws IllegalArgumentException for a number that is no rank
     */
    public static Precedence ofRank(int rank) {
        return switch (rank) {
            case 0 -> REPLY;
            case 1 -> HIGH;
            case 2 -> NORMAL;
            case 3 -> BULK;
            default -> throw new IllegalArgumentException("no precedence has rank " + rank);
        };
    }

    /** Whether who has this precedence counts a booking of {@code other} as a send. */
    public boolean respects(Precedence other) {
        return other.rank <= rank;
    }
}
