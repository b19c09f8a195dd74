package dev.linewarden.simulate;

import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The gate in event time, without a broker: before each event, what has fallen due is judged at its own due time. Not
 * thread-safe.
 */
public final class Simulation {

    private final Gate gate;
    private long offset;

    public Simulation(RecipientFacts facts, PolicyParser parser, Output output) {
        MemoryRows rows = new MemoryRows();
        this.gate = new Gate(rows, facts, parser, Door.onto(rows, output), 0, Build.name());
    }

    /** Takes the next event, at its own time. */
    public void take(Event event, Instant at) {
        passUntil(at);
        gate.process(event, offset++, at, at);
        gate.drain(at, Integer.MAX_VALUE);
    }

    /** Judges what falls due up to and at {@code time}. */
    public void passUntil(Instant time) {
        Instant due = gate.nextDue();
        while (due != null && !due.isAfter(time)) {
            gate.drain(due, Integer.MAX_VALUE);
            due = gate.nextDue();
        }
    }

    /** When something next happens by itself, or null when nothing will. */
    public @Nullable Instant nextDue() {
        return gate.nextDue();
    }
}
