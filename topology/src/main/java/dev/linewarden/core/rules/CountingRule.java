package dev.linewarden.core.rules;

import java.util.List;

/** A rule that counts what is sent. */
public interface CountingRule extends Rule {

    /**
     * Adds what a send of this request at {@link Case#at()} would take: changed when it is sent, booked when it waits for that
     * time. Asked for sends outside the gate too.
     */
    void onApproval(Case c, List<StateChange> changes);
}
