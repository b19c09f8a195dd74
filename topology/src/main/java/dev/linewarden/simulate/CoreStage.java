package dev.linewarden.simulate;

import dev.linewarden.contract.Records;
import dev.linewarden.core.Output;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Scenarios on the core alone. */
public final class CoreStage implements ScenarioRun.Stage {

    private final List<Decision> decisions = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Simulation simulation = new Simulation(new LibraryFacts(), new PolicyYaml(), new Output() {
        @Override
        public void decided(dev.linewarden.core.model.Decision decision) {
            decisions.add(Records.toRecord(decision));
        }

        @Override
        public void alerted(dev.linewarden.core.model.Alert alert) {
            alerts.add(Records.toRecord(alert));
        }
    });

    @Override
    public void passUntil(Instant time) {
        simulation.passUntil(time);
    }

    @Override
    public void take(Instant at, SpecificRecord event) {
        simulation.take(Records.toEvent(event), at);
    }

    @Override
    public List<Decision> decisions() {
        List<Decision> made = List.copyOf(decisions);
        decisions.clear();
        return made;
    }

    @Override
    public List<Alert> alerts() {
        List<Alert> raised = List.copyOf(alerts);
        alerts.clear();
        return raised;
    }
}
