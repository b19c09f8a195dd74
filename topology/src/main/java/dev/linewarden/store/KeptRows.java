package dev.linewarden.store;

import dev.linewarden.core.state.Rows;

/** Rows that belong to whoever made them, and can be read as a whole. */
public interface KeptRows extends Rows, WholeState, AutoCloseable {

    /**
     * Rows that are kept likewise, in which there is nothing yet.
     *
     * @param share of what these may hold in memory they hold a part: 2 is half
     */
    KeptRows empty(int share);

    /** Lets go of what they take. */
    @Override
    default void close() {}
}
