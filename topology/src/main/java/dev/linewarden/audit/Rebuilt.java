package dev.linewarden.audit;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.state.Step;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.Iterator;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a gate remembered when it was about to make one decision: its journal decided again from the beginning with the
 * recorded time, and stopped before the step that decides. Not thread-safe.
 */
final class Rebuilt {

    private final Decision wanted;
    private final KeptRows rows;
    private final RecordedTime time;
    private @Nullable Decision again;

    /** Thrown to leave the step that decides, which leaves no trace. */
    private static final class Reached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Reached() {
            super("the decision is reached", null, false, false);
        }
    }

    /**
     * A gate that has heard nothing yet.
     *
     * @param rows in which there is nothing yet
     * @param ticks of the decision's partition, from the first on, in order
     */
    Rebuilt(Decision wanted, KeptRows rows, Iterator<Tick> ticks) {
        this.wanted = wanted;
        this.rows = rows;
        Door onto = Door.onto(rows, Silence.INSTANCE);
        Door door = step -> {
            again = in(step);
            if (again != null) {
                throw new Reached();
            }
            onto.pass(step);
        };
        Gate gate =
                new Gate(rows, new LibraryFacts(), new PolicyYaml(), door, wanted.getJournalPartition(), Build.name());
        this.time = new RecordedTime(gate, rows, door, ticks);
    }

    private @Nullable Decision in(Step step) {
        for (Emission emission : step.emissions()) {
            if (emission instanceof dev.linewarden.core.model.Decision decision
                    && decision.position().offset() == wanted.getJournalOffset()
                    && decision.request().pool().equals(wanted.getRequest().getPool())
                    && decision.decisionId().equals(wanted.getDecisionId())) {
                return Records.toRecord(decision);
            }
        }
        return null;
    }

    /**
     * Takes the next entry of the partition.
     *
     * @param appended when it was appended, by its broker's clock
     * @return whether the decision is reached: nothing is to be taken any more
     */
    boolean take(JournalEntry entry, Instant appended, long offset) {
        try {
            time.take(Records.toEvent((SpecificRecord) entry.getEvent()), offset, appended);
            return false;
        } catch (Reached reached) {
            return true;
        }
    }

    /** Lets happen what happened behind the last entry; whether the decision is reached. */
    boolean passToEnd() {
        try {
            time.passUntil(Long.MAX_VALUE);
            return false;
        } catch (Reached reached) {
            return true;
        }
    }

    /** Whether this program decided as was recorded; another build of it may not. */
    boolean isAlike() {
        return again != null && withoutBuild(again).equals(withoutBuild(wanted));
    }

    private static String withoutBuild(Decision decision) {
        return AvroJson.write(decision).without("build").toString();
    }

    /** What it remembered just before. */
    KeptRows rows() {
        return rows;
    }
}
