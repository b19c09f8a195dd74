package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import java.util.List;

/** Only an ACTIVE line sends: a paused or flagged one holds its requests, an unknown or retired one rejects its pins. */
final class LineRule implements Rule {

    private static final String NAME = "line";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstruction(Case c) {
        // A line that does not exist cannot send, in a shadow run neither.
        return c.line() == null;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        Line line = c.line();
        if (line == null) {
            return c.choice().how() == How.PINNED
                    ? Finding.reject(NAME, Code.UNKNOWN_LINE, "the pool has no such line; see `linewarden lines`")
                    : PASSES;
        }
        return switch (line.status()) {
            case ACTIVE -> PASSES;
            case RETIRED -> Finding.reject(NAME, Code.LINE_RETIRED, "the pinned line is retired; pin another or none");
            case PAUSED -> Finding.hold(NAME, Code.LINE_PAUSED, Await.LINE, "held until the line is ACTIVE again");
            case FLAGGED -> Finding.hold(NAME, Code.LINE_FLAGGED, Await.LINE, "held until the line is ACTIVE again");
        };
    }
}
