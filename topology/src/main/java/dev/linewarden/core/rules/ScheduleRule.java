package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import java.time.Instant;
import java.util.List;

/** A request waits for its own {@code not_before}. */
final class ScheduleRule implements Rule {

    private static final String NAME = "schedule";
    private static final Finding PASSES = Finding.pass(NAME);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInstruction(Case c) {
        return true;
    }

    @Override
    public void judge(Case c, List<Finding> found) {
        found.add(find(c));
    }

    private static Finding find(Case c) {
        Instant notBefore = c.request().notBefore();
        return notBefore != null && c.at().isBefore(notBefore)
                ? Finding.deferUntil(NAME, Code.SCHEDULED, notBefore, "the request's not_before lies ahead")
                : PASSES;
    }
}
