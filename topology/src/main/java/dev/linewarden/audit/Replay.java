package dev.linewarden.audit;

import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Decides one partition of the journal again, on maps, and compares whole decisions with those that were recorded. A
 * request is judged at its recorded time. Behind an entry what was due is judged at the times that the recorded decisions
 * tell, and no more of it than they tell: a gate that has much to catch up with hears the next entry in between.
 */
public final class Replay {

    private final Map<String, Recorded> recorded = new HashMap<>();
    // How many decisions were made behind an entry at a time, and are not met yet.
    private final TreeMap<Long, TreeMap<Instant, Integer>> toMeet = new TreeMap<>();
    private final List<String> different = new ArrayList<>();
    private final Gate gate;
    private final int partition;
    private Instant now = Instant.MIN;
    private int same;

    /** Enough of a decision to find its time again and to see whether another is the same. */
    private record Recorded(Instant at, int hash) {}

    /** A replay of one journal partition, for which neither decisions nor entries were taken yet. */
    public Replay(int partition) {
        this.partition = partition;
        MemoryRows rows = new MemoryRows();
        this.gate = new Gate(
                rows, new LibraryFacts(), new PolicyYaml(), Door.onto(rows, new Comparison()), partition, Build.name());
    }

    /** Takes a decision, before the journal is heard. */
    public void take(Decision decision) {
        if (decision.getJournalPartition() == partition) {
            recorded.put(decision.getDecisionId(), new Recorded(decision.getDecidedAt(), hash(decision)));
            toMeet.computeIfAbsent(decision.getJournalOffset(), absent -> new TreeMap<>())
                    .merge(decision.getDecidedAt(), 1, Integer::sum);
        }
    }

    private static int hash(Decision decision) {
        return decision.toString().hashCode();
    }

    /**
     * Takes a journal entry.
     *
     * @param appended when it was appended, in the gate's time
     */
    public void take(JournalEntry entry, Instant appended, int at, long offset) {
        if (at != partition) {
            return;
        }
        wakeUpBefore(offset);
        Event event = Records.toEvent((SpecificRecord) entry.getEvent());
        moveTo(judgedAt(event, appended));
        gate.process(event, offset, appended, now);
    }

    private Instant judgedAt(Event event, Instant appended) {
        Recorded first = event instanceof OutboundRequest request ? recorded.get(request.requestId() + "#1") : null;
        return first == null ? appended : first.at();
    }

    private void wakeUpBefore(long offset) {
        while (!toMeet.isEmpty() && toMeet.firstKey() < offset) {
            TreeMap<Instant, Integer> behind = toMeet.firstEntry().getValue();
            for (Instant at : List.copyOf(behind.keySet())) {
                moveTo(at);
                boolean goesOn = true;
                while (goesOn && behind.getOrDefault(at, 0) > 0) {
                    goesOn = gate.drain(now, 1) > 0;
                }
            }
            toMeet.pollFirstEntry();
        }
    }

    private void moveTo(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    /** Ids of decisions that are not the same again, that are new, or that were not met. */
    public List<String> differences() {
        wakeUpBefore(Long.MAX_VALUE);
        List<String> all = new ArrayList<>(different);
        all.addAll(recorded.keySet());
        return all;
    }

    /** How many decisions came out the same. */
    public int same() {
        return same;
    }

    private final class Comparison implements Output {
        @Override
        public void decided(dev.linewarden.core.model.Decision decision) {
            Decision again = Records.toRecord(decision);
            toMeet.getOrDefault(again.getJournalOffset(), new TreeMap<>())
                    .computeIfPresent(again.getDecidedAt(), (at, count) -> count - 1);
            Recorded before = recorded.remove(again.getDecisionId());
            if (before != null && before.hash() == hash(again)) {
                same++;
            } else {
                different.add(again.getDecisionId());
            }
        }

        @Override
        public void alerted(Alert alert) {}
    }
}
