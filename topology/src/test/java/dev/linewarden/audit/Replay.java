package dev.linewarden.audit;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decides one partition of the journal again, on maps, with the time that was recorded beside it, and compares whole
 * decisions with those that were recorded. Not thread-safe.
 */
public final class Replay {

    // Hashes of whole decisions: a month's decisions would not fit.
    private final Map<Place, Integer> recorded = new HashMap<>();
    private final List<String> different = new ArrayList<>();
    private final MemoryRows rows = new MemoryRows();
    private final RecordedTime time;
    private final int partition;
    private int same;

    /** Once the duplicates window is over, an id may be used again: what tells two decisions of it apart is the journal. */
    private record Place(String decisionId, long journalOffset) {

        static Place of(Decision decision) {
            return new Place(decision.getDecisionId(), decision.getJournalOffset());
        }
    }

    /**
     * A replay of one journal partition, for which neither decisions nor entries were taken yet.
     *
     * @param ticks of the partition, in the order in which they were recorded
     */
    public Replay(int partition, Iterator<Tick> ticks) {
        this.partition = partition;
        Door door = Door.onto(rows, new Comparison());
        Gate gate = new Gate(rows, new LibraryFacts(), new PolicyYaml(), door, partition, Build.name());
        this.time = new RecordedTime(gate, rows, door, ticks);
    }

    /** Takes a decision, before the journal is heard. */
    public void take(Decision decision) {
        if (decision.getJournalPartition() == partition) {
            recorded.put(Place.of(decision), hash(decision));
        }
    }

    private static int hash(Decision decision) {
        return AvroJson.write(decision).hashCode();
    }

    /**
     * Takes a journal entry.
     *
     * @param appended when it was appended, by its broker's clock
     * @param partitionOfIt where it was read; one of another partition is passed over
     */
    public void take(JournalEntry entry, Instant appended, int partitionOfIt, long offset) {
        if (partitionOfIt == partition) {
            time.take(Records.toEvent((SpecificRecord) entry.getEvent()), offset, appended);
        }
    }

    /** Ids of decisions that are not the same again, that are new, or that were not met; the journal is at its end. */
    public List<String> differences() {
        time.passUntil(Long.MAX_VALUE);
        List<String> all = new ArrayList<>(different);
        recorded.keySet().forEach(place -> all.add(place.decisionId()));
        return all;
    }

    /** How many decisions came out the same. */
    public int same() {
        return same;
    }

    /** What the gate remembers. */
    public MemoryRows rows() {
        return rows;
    }

    private final class Comparison implements Output {
        @Override
        public void decided(dev.linewarden.core.model.Decision decision) {
            Decision again = Records.toRecord(decision);
            Integer before = recorded.remove(Place.of(again));
            if (before != null && before == hash(again)) {
                same++;
            } else {
                different.add(again.getDecisionId());
            }
        }

        @Override
        public void alerted(Alert alert) {}
    }
}
