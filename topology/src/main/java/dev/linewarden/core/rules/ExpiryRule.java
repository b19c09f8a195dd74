package dev.linewarden.core.rules;

import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Finding;
import java.time.Instant;
import java.util.List;

/**
 * A request whose deadline has passed is not sent. (That a deferral would end past it is said by the gatekeeper, which
 * alone knows the joint release.)
 */
final class ExpiryRule implements Rule {

    private static final String NAME = "expiry";

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
        Instant deadline = c.deadline();
        return c.at().isAfter(deadline)
                ? Finding.reject(NAME, Code.EXPIRED, "the deadline has passed").measured(c.at(), deadline)
                : Finding.pass(NAME, c.at(), deadline);
    }
}
