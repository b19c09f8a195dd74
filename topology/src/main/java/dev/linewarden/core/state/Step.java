package dev.linewarden.core.state;

import dev.linewarden.core.model.Emission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one input changes and what it tells the world, as data: nothing of it has happened yet.
 *
 * @param changes one for each row that changes, in the order in which rows were first asked for
 * @param emissions decisions and alerts, in the order in which they were made
 */
public record Step(List<Change> changes, List<Emission> emissions) {

    /**
     * A row as it should stand.
     *
     * @param row null when the key is to hold nothing
     * @param before what the key held; null for nothing, or when nobody had looked
     */
    public record Change(
            Table table,
            String key,
            @Nullable Row row,
            @Nullable Row before) {

        public Change(Table table, String key, @Nullable Row row) {
            this(table, key, row, null);
        }
    }
}
