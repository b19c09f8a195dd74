package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.client.PartitionRecords.Recorded;
import dev.linewarden.client.Progress;
import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Tick;
import dev.linewarden.store.disk.BoundedRows;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a gate knew at a past time: its journal decided again with the recorded times, up to what it had written down by then.
 * The broker's clock says when that was, so a gate whose own clock was wrong is understood too; what it wrote in the last
 * tenth of a second before may be missing, for producers collect for so long.
 */
public final class PastState implements AutoCloseable {

    // That of all partitions, and that of the one which is decided again.
    private static final int STATES = 2;

    private final Scratch scratch = Scratch.open(Duration.ZERO);
    private final BoundedRows rows = scratch.rows(STATES);
    private long entries;
    private @Nullable Instant began;

    private PastState() {}

    /**
     * Builds the state up again: in memory as much as fits into a quarter of the heap, the rest on disk until it is closed.
     *
     * @param pool the only pool that is asked about; null for all
     * @param progress is told of each journal entry
     * @throws ClusterException when a topic is missing, or no longer reaches back to its first entry
     */
    public static PastState at(Cluster cluster, Instant time, @Nullable String pool, Progress progress) {
        PastState state = new PastState();
        try {
            state.take(cluster, time, pool, progress);
            return state;
        } catch (RuntimeException failed) {
            state.close();
            throw failed;
        }
    }

    private void take(Cluster cluster, Instant time, @Nullable String pool, Progress progress) {
        try (Progress.Task deciding = progress.begin("decide again")) {
            for (int partition : partitions(cluster, pool)) {
                try (PartitionRecords journal =
                                new PartitionRecords(cluster, cluster.topics().journal(), partition);
                        PartitionRecords ticks =
                                new PartitionRecords(cluster, cluster.topics().ticks(), partition)) {
                    requireWhole(journal, partition);
                    requireWhole(ticks, partition);
                    take(partition, journal, ticks, time, deciding);
                }
            }
        }
    }

    private static List<Integer> partitions(Cluster cluster, @Nullable String pool) {
        int count = PartitionRecords.countOf(cluster, cluster.topics().journal());
        return pool == null
                ? IntStream.range(0, count).boxed().toList()
                : List.of(PartitionRecords.partitionOf(pool, Math.max(1, count)));
    }

    private static void requireWhole(PartitionRecords records, int partition) {
        if (!records.isWhole()) {
            throw new ClusterException("the past cannot be built up again: the oldest entries of journal partition "
                    + partition + " are gone (it begins at offset " + records.begin()
                    + "); without --at, the present state is complete");
        }
    }

    /** The state of one partition. */
    static PastState of(
            int partition, Iterator<Recorded> journal, Iterator<Recorded> ticks, Instant time, Progress.Task deciding) {
        PastState state = new PastState();
        state.take(partition, journal, ticks, time, deciding);
        return state;
    }

    /** Takes one partition of the journal as far as the gate had come by {@code time}. */
    private void take(
            int partition, Iterator<Recorded> journal, Iterator<Recorded> ticks, Instant time, Progress.Task deciding) {
        try (BoundedRows own = scratch.rows(STATES)) {
            take(own, partition, journal, ticks, time, deciding);
            for (Table table : Table.values()) {
                own.forEach(table, rows::put);
            }
        }
    }

    private void take(
            Rows own,
            int partition,
            Iterator<Recorded> journal,
            Iterator<Recorded> ticks,
            Instant time,
            Progress.Task deciding) {
        Door door = Door.onto(own, Silence.INSTANCE);
        Gate gate = new Gate(own, new LibraryFacts(), new PolicyYaml(), door, partition, Build.name());
        Until until = new Until(ticks, time);
        RecordedTime recorded = new RecordedTime(gate, own, door, until);
        while (journal.hasNext()) {
            Recorded record = journal.next();
            if (began == null || record.appended().isBefore(began)) {
                began = record.appended();
            }
            if (record.appended().isAfter(time) || !reaches(recorded, until, record.offset())) {
                break;
            }
            if (record.value() instanceof JournalEntry entry) {
                recorded.take(Records.toEvent((SpecificRecord) entry.getEvent()), record.offset(), record.appended());
                entries++;
                deciding.step();
            }
        }
        recorded.passUntil(Long.MAX_VALUE);
    }

    /** Whether the gate had come to the entry: it reads its clock before it takes one, and that is written down. */
    private static boolean reaches(RecordedTime recorded, Until until, long offset) {
        recorded.passUntil(offset);
        Tick later = until.later;
        return later == null || later.getAfterOffset() >= offset;
    }

    /** What was written down by a time. */
    private static final class Until implements Iterator<Tick> {
        private final Iterator<Recorded> ticks;
        private final Instant time;
        private @Nullable Tick next;
        // The first that was written down later.
        private @Nullable Tick later;

        Until(Iterator<Recorded> ticks, Instant time) {
            this.ticks = ticks;
            this.time = time;
        }

        @Override
        public boolean hasNext() {
            while (next == null && later == null && ticks.hasNext()) {
                Recorded record = ticks.next();
                if (record.value() instanceof Tick tick) {
                    if (record.appended().isAfter(time)) {
                        later = tick;
                    } else {
                        next = tick;
                    }
                }
            }
            return next != null;
        }

        @Override
        public Tick next() {
            Tick tick = hasNext() ? next : null;
            if (tick == null) {
                throw new NoSuchElementException("nothing more was written down by then");
            }
            next = null;
            return tick;
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    /** What was remembered; until this is closed. */
    public Rows rows() {
        return rows;
    }

    /** How many journal entries the gate had taken. */
    public long entries() {
        return entries;
    }

    /** When the oldest journal entry was appended; null for an empty journal. */
    public @Nullable Instant began() {
        return began;
    }
}
