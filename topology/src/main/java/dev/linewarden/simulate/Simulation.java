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

/** The gate in event time, without a broker. Not thread-safe. */
public final class Simulation implements EventTime {

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
        wake(at);
    }

    @Override
    public @Nullable Instant nextDue() {
        return gate.nextDue();
    }

    @Override
    public void wake(Instant now) {
        gate.drain(now, Integer.MAX_VALUE);
    }
}
