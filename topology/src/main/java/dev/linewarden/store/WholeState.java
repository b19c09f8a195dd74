package dev.linewarden.store;

import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Table;
import java.util.function.Consumer;

/** A state that can be read as a whole, for whoever copies it. */
public interface WholeState {

    /** Hands over every row of the table, in key order, one at a time. */
    void forEach(Table table, Consumer<Row> take);
}
