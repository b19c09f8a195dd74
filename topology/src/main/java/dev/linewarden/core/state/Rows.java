package dev.linewarden.core.state;

import org.jspecify.annotations.Nullable;

/** Where rows are kept: the stores of the topology, or a map in a simulation. */
public interface Rows extends StateView {

    /** Writes the row under its own key. */
    void put(Row row);

    /** Removes the row under the key, if there is one. */
    void delete(Table table, String key);

    /** Writes the row, or removes what the key holds when it is null. */
    default void set(Table table, String key, @Nullable Row row) {
        if (row == null) {
            delete(table, key);
        } else {
            put(row);
        }
    }
}
