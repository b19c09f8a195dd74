package dev.linewarden.audit;

import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;

/** For a gate whose decisions and alerts were told when they happened. */
final class Silence implements Output {

    static final Silence INSTANCE = new Silence();

    private Silence() {}

    @Override
    public void decided(Decision decision) {}

    @Override
    public void alerted(Alert alert) {}
}
