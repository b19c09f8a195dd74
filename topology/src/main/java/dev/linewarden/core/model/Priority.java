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
}
