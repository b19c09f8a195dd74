package dev.linewarden.audit.replay;

import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One of the gates that are moved side by side, and what it did since it was last asked. */
final class Side {

    private final Gate gate;
    private final Door door;
    private final Sweeper sweeper;
    private final List<Made> made = new ArrayList<>();
    private final List<Step.Change> changes = new ArrayList<>();

    /**
     * A decision.
     *
     * @param isUntouched whether all that was looked at for it was as on the other side
     */
    record Made(Decision decision, boolean isUntouched) {}

    /**
     * @param view the rows as the gate is to see them
     * @param wasTouched asked once behind each step
     * @param before told of each change before it is made
     */
    Side(Rows rows, StateView view, int partition, BooleanSupplier wasTouched, Consumer<Step.Change> before) {
        this.door = step -> {
            boolean isUntouched = !wasTouched.getAsBoolean();
            for (Step.Change change : step.changes()) {
                before.accept(change);
                rows.set(change.table(), change.key(), change.row());
            }
            changes.addAll(step.changes());
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision) {
                    made.add(new Made(decision, isUntouched));
                }
            }
        };
        this.gate = new Gate(view, new LibraryFacts(), new PolicyYaml(), door, partition, Build.name());
        this.sweeper = new Sweeper(rows, gate::policyOf, Instant.MIN);
    }

    Gate gate() {
        return gate;
    }

    void sweep(Sweeper.Sweep sweep) {
        door.pass(sweeper.again(sweep));
    }

    List<Made> made() {
        return made;
    }

    List<Step.Change> changes() {
        return changes;
    }

    /** Forgets what it did. */
    void settle() {
        made.clear();
        changes.clear();
    }
}
