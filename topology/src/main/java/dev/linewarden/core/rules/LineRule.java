package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import java.util.List;

/** Only an ACTIVE line sends: a paused or flagged one holds its requests, an unknown or retired one rejects its pins. */
final class LineRule implements Rule {

    @Override
    public String name() {
        return "line";
    }

    @Override
    public boolean isInstruction(Case c) {
        // A line that does not exist cannot send, in a shadow run neither.
        return c.line() == null;
    }

    @Override
    public List<Finding> judge(Case c) {
        Line line = c.line();
        if (line == null) {
            return List.of(
                    c.choice().how() == How.PINNED
                            ? Finding.reject(
                                    name(), Code.UNKNOWN_LINE, "the pool has no such line; see `linewarden lines`")
                            : Finding.pass(name()));
        }
        return List.of(
                switch (line.status()) {
                    case ACTIVE -> Finding.pass(name());
                    case RETIRED ->
                        Finding.reject(name(), Code.LINE_RETIRED, "the pinned line is retired; pin another or none");
                    case PAUSED ->
                        Finding.hold(name(), Code.LINE_PAUSED, Await.LINE, "held until the line is ACTIVE again");
                    case FLAGGED ->
                        Finding.hold(name(), Code.LINE_FLAGGED, Await.LINE, "held until the line is ACTIVE again");
                });
    }
}
