package dev.linewarden.core.state;

import org.jspecify.annotations.Nullable;

/** Where rows are kept: the stores of the topology, or a map in a simulation. */
public interface Rows extends StateView {

    /** Writes the row under the key, which is its own, or removes what the key holds when it is null. */
    void set(Table table, String key, @Nullable Row row);

    /** Writes the row under its own key. */
    default void put(Row row) {
        set(row.table(), row.keyFrom(keys()), row);
    }

    /** Removes the row under the key, if there is one. */
    default void delete(Table table, String key) {
        set(table, key, null);
    }
}
