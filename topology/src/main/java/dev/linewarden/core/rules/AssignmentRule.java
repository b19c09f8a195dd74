package dev.linewarden.core.rules;

import dev.linewarden.core.model.Await;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import dev.linewarden.core.rules.LineChoice.How;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Recipient;
import java.time.Instant;
import java.util.List;

/** A recipient without a home gets one, round-robin over the lines that can take it; when none can, it waits. */
final class AssignmentRule implements CountingRule {

    private static final String NAME = "assignment";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstruction(Case c) {
        // Without a line nothing can be sent, in a shadow run neither; LinePicker honours the rule's mode.
        return true;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        if (c.choice().how() != How.NONE) {
            return PASSES;
        }
        Instant freeAt = c.choice().freeAt();
        if (freeAt == null) {
            return Finding.hold(
                    NAME,
                    Code.POOL_AT_CAPACITY,
                    Await.CAPACITY,
                    "no ACTIVE line of the pool has room for a new recipient; add one with `linewarden line add`");
        }
        return c.at().isBefore(freeAt)
                ? Finding.deferUntil(
                                NAME,
                                Code.POOL_AT_CAPACITY,
                                freeAt,
                                "no line can take a new recipient before then; add lines or servers")
                        .orOnce(Await.CAPACITY)
                : PASSES;
    }

    @Override
    public void onApproval(Case c, List<StateChange> changes) {
        Line line = c.line();
        if (line == null) {
            return;
        }
        Recipient recipient = c.recipient();
        boolean isHomeless = recipient.home() == null || c.choice().how() == How.BOOKED;
        if (c.choice().how() == How.ASSIGNED || isHomeless) {
            changes.add(new StateChange.NewHome(recipient.recipient(), line.line()));
        }
        LinePicker.turn(c, changes);
    }
}
