package dev.linewarden.core.state;

/** A count with bookings in it, of which each sees those that it respects. */
interface Counted {

    /** What counts for who has the given precedence. */
    int seenBy(Precedence viewer);

    /** Whether somebody counts less now than before, and so finds room that was not there. */
    default boolean frees(Counted before) {
        // By index: an iterator for each row of each step is what a profile shows.
        for (int i = 0; i < Precedence.ALL.size(); i++) {
            Precedence viewer = Precedence.ALL.get(i);
            if (seenBy(viewer) < before.seenBy(viewer)) {
                return true;
            }
        }
        return false;
    }
}
