package dev.linewarden.core.state;

import dev.linewarden.core.model.Decision.Position;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The input at hand: which pool it concerns, under which policy, at what time; the rows as it would leave them, and what
 * it tells the world. Everything that one input does is done on this, and leaves by {@link #step()} or not at all.
 */
public final class Input {

    private final Draft draft;
    private final String pool;
    private final PolicyInForce inForce;
    private final Instant now;
    private final Instant at;
    private final Position position;
    private final List<Emission> emissions = new ArrayList<>(2);

    /**
     * @param now the time at which requests are judged
     * @param at the time at which what the input does counts: {@code now}, or when the broker took a report, if that was
     *     before
     * @param position the input's place in the journal, or the last entry's when it is no entry
     */
    public Input(Draft draft, String pool, PolicyInForce inForce, Instant now, Instant at, Position position) {
        this.draft = draft;
        this.pool = pool;
        this.inForce = inForce;
        this.now = now;
        this.at = at;
        this.position = position;
    }

    public Draft draft() {
        return draft;
    }

    public String pool() {
        return pool;
    }

    public Policy policy() {
        return inForce.policy();
    }

    /** Names the policy in every decision. */
    public String policyHash() {
        return inForce.hash();
    }

    /** The time at which requests are judged. */
    public Instant now() {
        return now;
    }

    /** The time at which what the input does counts. */
    public Instant at() {
        return at;
    }

    public Position position() {
        return position;
    }

    /** Tells the world, once the step is let out. */
    public void emit(Emission emission) {
        emissions.add(emission);
    }

    /** All that the input changes and emits. */
    public Step step() {
        return new Step(draft.changes(), List.copyOf(emissions));
    }
}
