package dev.linewarden.store;

import dev.linewarden.core.state.Rows;

/** Rows that belong to whoever made them, and can be read as a whole. */
public interface KeptRows extends Rows, WholeState, AutoCloseable {

    /** Rows that are kept likewise, in which there is nothing yet. */
    KeptRows empty();

    /** The same rows, which change by themselves from now on, and are closed by themselves. */
    KeptRows copy();

    /** Lets go of what they take. */
    @Override
    default void close() {}
}
