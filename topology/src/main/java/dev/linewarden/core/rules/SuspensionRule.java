package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has suspended, all of a pool or a label of it, waits until the suspension ends: login codes and what was asked for
 * too, for a stop that lets some through is none. Says nothing at all in a pool in which nothing is suspended.
 */
final class SuspensionRule implements Rule {

    private static final String NAME = "suspension";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstruction(Case c) {
        // An operator's order, whatever the policy's mode: who stops a pool at night does not ask first how it is
        // judged.
        return true;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        Suspensions suspended = c.state().suspensions(c.request().pool());
        if (!suspended.all().isEmpty()) {
            found.add(find(suspended.holding(c.request(), c.at())));
        }
    }

    private static Finding find(@Nullable Suspension last) {
        if (last == null) {
            return PASSES;
        }
        return last.until() == null
                ? Finding.hold(NAME, Code.SUSPENDED, Await.SUSPENSION, detail(last))
                : Finding.deferUntil(NAME, Code.SUSPENDED, last.until(), detail(last));
    }

    private static String detail(Suspension suspension) {
        String what = suspension.labelKey() == null ? "the pool" : "label " + suspension.scope();
        String end = suspension.until() == null ? " until somebody resumes it" : "";
        String why = suspension.reason() == null ? "" : ": " + suspension.reason();
        return what + " is suspended since " + suspension.since() + end + why;
    }
}
