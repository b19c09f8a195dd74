package dev.linewarden.core.model;

/** Order in which queued requests are sent. Ranks are kept in state: they never change. */
public enum Priority {
    HIGH(0),
    NORMAL(1),
    BULK(2);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** Its place in a queue: the lower goes first. */
    public int rank() {
        return rank;
    }

    /**
     * @throws IllegalArgumentException for a number that is no rank
     */
    public static Priority ofRank(int rank) {
        return switch (rank) {
            case 0 -> HIGH;
            case 1 -> NORMAL;
            case 2 -> BULK;
            default -> throw new IllegalArgumentException("no priority has rank " + rank);
        };
    }

    /** Whether a slot reserved with this priority is respected by a request of {@code other}. */
    public boolean atLeast(Priority other) {
        return rank <= other.rank;
    }
}
