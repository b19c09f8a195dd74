package dev.linewarden.bench;

import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;

/** The core alone over one pool, on maps. */
final class CorePool {

    static final String NAME = "default";

    static final Output NOWHERE = new Output() {
        @Override
        public void decided(Decision decision) {}

        @Override
        public void alerted(Alert alert) {}
    };

    private CorePool() {}

    static Gate gate(MemoryRows rows, Output output) {
        return new Gate(rows, new LibraryFacts(), new PolicyYaml(), Door.onto(rows, output), 0, "bench");
    }

    /**
     * Gives the pool a policy and ACTIVE lines.
     *
     * @return the offset of the next input
     */
    static long setUp(Gate gate, String policy, int lines, int servers, Instant now) {
        long offset = 0;
        gate.process(new PolicyUpdate(NAME, policy, now), offset++, now, now);
        for (int line = 0; line < lines; line++) {
            gate.process(
                    new LineUpdate(
                            NAME,
                            "line-" + line,
                            "server-" + line % servers,
                            LineUpdate.Status.ACTIVE,
                            null,
                            now,
                            null),
                    offset++,
                    now,
                    now);
        }
        return offset;
    }
}
