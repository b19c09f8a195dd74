package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import java.time.Instant;
import java.util.List;

/** A request waits for its own {@code not_before}. */
final class ScheduleRule implements Rule {

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public boolean isInstruction(Case c) {
        return true;
    }

    @Override
    public List<Finding> judge(Case c) {
        Instant notBefore = c.request().notBefore();
        return List.of(
                notBefore != null && c.at().isBefore(notBefore)
                        ? Finding.deferUntil(name(), Code.SCHEDULED, notBefore, "the request's not_before lies ahead")
                        : Finding.pass(name()));
    }
}
