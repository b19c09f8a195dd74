package dev.linewarden.simulate;

import dev.linewarden.contract.Records;
import dev.linewarden.core.model.PolicyUpdate;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Feeds a simulation, by its events' own policies or by one in place of all: each pool gets it before its first event. */
public final class PolicyOverride {

    private final @Nullable String yaml;
    private final Simulation simulation;
    private final Set<String> pools = new HashSet<>();

    /**
     * @param yaml null for the events' own
     */
    public PolicyOverride(@Nullable String yaml, Simulation simulation) {
        this.yaml = yaml;
        this.simulation = simulation;
    }

    /** Takes the next event. */
    public void feed(EventReader.TimedEvent timed) {
        SpecificRecord event = timed.event();
        if (event == null) {
            simulation.passUntil(timed.at());
        } else if (!replaces(event, timed.at())) {
            simulation.take(Records.toEvent(event), timed.at());
        }
    }

    private boolean replaces(SpecificRecord event, Instant at) {
        if (yaml == null) {
            return false;
        }
        String pool = Records.toEvent(event).pool();
        if (pools.add(pool)) {
            simulation.take(new PolicyUpdate(pool, yaml, at), at);
        }
        return event instanceof dev.linewarden.schemas.PolicyUpdate;
    }
}
