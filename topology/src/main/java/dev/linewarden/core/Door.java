package dev.linewarden.core;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Step;

/** The one way out of a step: rows are written and output is handed on here, and nowhere else. */
public interface Door {

    /** Lets the step out as a whole; an exception means that nothing of it was let out. */
    void pass(Step step);

    /** Rows that take everything, and an output behind them. */
    static Door onto(Rows rows, Output output) {
        return step -> {
            step.changes().forEach(change -> rows.set(change.table(), change.key(), change.row()));
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision) {
                    output.decided(decision);
                } else if (emission instanceof Alert alert) {
                    output.alerted(alert);
                }
            }
        };
    }
}
