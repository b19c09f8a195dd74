package dev.linewarden.audit;

import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.fleet.Reviewer;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Review;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;

/**
 * The gate's memory, built up from what was recorded: what it heard, and what it approved. Nothing is judged again, so
 * any past hour can be looked at as it was, under whatever policy was in force. Not thread-safe.
 */
final class Recording {

    private final MemoryRows rows = new MemoryRows();
    private final Gate gate =
            new Gate(rows, new LibraryFacts(), new PolicyYaml(), Door.onto(rows, Silence.INSTANCE), 0, Build.name());

    /** Takes a journal entry; of requests and what becomes of them only the approvals count. */
    void heard(Event event, long offset, Instant appended) {
        boolean judged = event instanceof OutboundRequest
                || (event instanceof Command command && command.kind() != Command.Kind.FORGET);
        if (!judged) {
            gate.process(event, offset, appended, appended);
        }
    }

    /** Takes an approval. */
    void approved(OutboundRequest request, String line, Instant at) {
        gate.sent(request, line, at);
    }

    /** The hour before {@code to}, of what was taken so far. */
    Review review(String pool, String line, Instant to) {
        return Reviewer.review(rows, pool, line, to);
    }
}
