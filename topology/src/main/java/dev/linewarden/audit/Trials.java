package dev.linewarden.audit;

import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts questions to the core in one state of a pool. Whatever a question changes is taken back behind it, so that the next
 * finds the state as it was, and no copy of a large state is needed. Not thread-safe.
 */
final class Trials {

    private final Rows rows;
    private final int partition;
    private final long offset;
    private final LibraryFacts facts = new LibraryFacts();
    private final PolicyYaml parser = new PolicyYaml();
    private int asked;

    private record Before(Table table, String key, @Nullable Row row) {}

    /**
     * Questions to a state.
     *
     * @param offset the last journal entry of that state
     */
    Trials(Rows rows, int partition, long offset) {
        this.rows = rows;
        this.partition = partition;
        this.offset = offset;
    }

    /**
     * What the core says of a request when something is otherwise first.
     *
     * @param otherwise rows that stand otherwise
     * @param events what comes, in order, all at {@code now}; the last has the request judged
     * @return the approval of the request; null when it is not approved
     */
    @Nullable
    Decision approval(String requestId, Instant now, List<Row> otherwise, List<Event> events) {
        asked++;
        Deque<Before> undo = new ArrayDeque<>();
        Decision[] last = new Decision[1];
        Door door = step -> {
            step.changes().forEach(change -> set(change, undo));
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision
                        && decision.request().requestId().equals(requestId)) {
                    last[0] = decision;
                }
            }
        };
        try {
            otherwise.forEach(row -> set(new Step.Change(row.table(), row.key(), row), undo));
            Gate gate = new Gate(rows, facts, parser, door, partition, Build.name());
            events.forEach(event -> gate.process(event, offset, now, now));
        } finally {
            undo.forEach(before -> rows.set(before.table(), before.key(), before.row()));
        }
        return last[0] != null && last[0].outcome() == Outcome.APPROVED ? last[0] : null;
    }

    private void set(Step.Change change, Deque<Before> undo) {
        undo.push(new Before(change.table(), change.key(), rows.get(change.table(), change.key())));
        rows.set(change.table(), change.key(), change.row());
    }

    /** How many questions were put. */
    int asked() {
        return asked;
    }
}
