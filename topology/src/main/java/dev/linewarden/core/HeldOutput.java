package dev.linewarden.core;

import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the output of one input back until its changes are written. */
final class HeldOutput implements Output {

    private final Output target;
    private final List<Consumer<Output>> held = new ArrayList<>(2);

    HeldOutput(Output target) {
        this.target = target;
    }

    @Override
    public void decided(Decision decision) {
        held.add(output -> output.decided(decision));
    }

    @Override
    public void alerted(Alert alert) {
        held.add(output -> output.alerted(alert));
    }

    void clear() {
        held.clear();
    }

    void release() {
        held.forEach(emission -> emission.accept(target));
        held.clear();
    }
}
