package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.store.KeptRows;

/** What one partition of the journal moves: the recorded gate, and whatever goes along with it. Not thread-safe. */
interface Gates extends AutoCloseable {

    /** The recorded gate alone. */
    static Gates recorded(int partition) {
        return (rows, output) -> {
            Door door = Door.onto(rows, output);
            Gate gate = new Gate(rows, new LibraryFacts(), new PolicyYaml(), door, partition, Build.name());
            return RecordedTime.moving(gate, rows, door);
        };
    }

    /**
     * What is to be moved.
     *
     * @param rows what the recorded gate remembers
     * @param output hears what it decides
     */
    RecordedTime.Moves begin(KeptRows rows, Output output);

    /** The recorded gate decided otherwise than was recorded: what goes along with it is good for nothing from now on. */
    default void differs() {}

    /** The journal is at its end, or nobody wants more of it. */
    default void end() {}

    @Override
    default void close() {}
}
