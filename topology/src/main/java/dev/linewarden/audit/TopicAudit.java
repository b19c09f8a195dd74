package dev.linewarden.audit;

import dev.linewarden.audit.oracle.pass.PoolReport;
import dev.linewarden.audit.oracle.pass.Scope;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.MergedRecords;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.client.PartitionRecords.Recorded;
import dev.linewarden.client.Progress;
import dev.linewarden.client.RecordReader;
import dev.linewarden.client.Values;
import dev.linewarden.contract.DecisionScan;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An audit of what a cluster's topics hold. Reads the decisions once for each journal partition that is in use, so that the
 * order of each is exact without keeping what the others decided meanwhile. Of people and requests as many are in memory as
 * fit into a quarter of the heap, and the rest on disk for so long.
 */
public final class TopicAudit {

    private final Cluster cluster;
    private final Progress progress;

    /** {@code progress} is told of each record. */
    public TopicAudit(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /**
     * What it came to, by pool. The topics are read from their beginnings in any case: what was sent before {@code from}
     * counts in the limits of what comes after.
     *
     * @param only the only pool to look at; null for all
     * @throws ClusterException when a topic is missing
     */
    public List<PoolReport> run(@Nullable String only, @Nullable Instant from, @Nullable Instant to, int most) {
        int partitions = PartitionRecords.countOf(cluster, cluster.topics().journal());
        Map<String, List<String>> policies = policies();
        List<PoolReport> reports = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            if (only == null || partition == PartitionRecords.partitionOf(only, partitions)) {
                reports.addAll(run(partition, only, from, to, most, policies));
            }
        }
        return reports;
    }

    private Map<String, List<String>> policies() {
        Map<String, List<String>> policies = new HashMap<>();
        RecordReader.read(cluster, List.of(cluster.topics().policies()), (record, value) -> {
            if (value instanceof PolicyUpdate update) {
                policies.computeIfAbsent(update.getPool(), absent -> new ArrayList<>())
                        .add(update.getPolicy());
            }
        });
        return policies;
    }

    private List<PoolReport> run(
            int partition,
            @Nullable String only,
            @Nullable Instant from,
            @Nullable Instant to,
            int most,
            Map<String, List<String>> policies) {
        // The journal's end first: what is decided later belongs to entries that are not looked at.
        try (PartitionRecords journal =
                new PartitionRecords(cluster, cluster.topics().journal(), partition)) {
            if (!journal.hasNext()) {
                return List.of();
            }
            Entries entries = new Entries(journal);
            try (MergedRecords<Decision> decisions = new MergedRecords<>(
                            cluster,
                            cluster.topics().decisions(),
                            mayBeOf(partition, journal.end()),
                            value -> isOf(value, partition, journal.end()),
                            DecisionsInOrder.order());
                    Scratch scratch = Scratch.open(Duration.ZERO);
                    Progress.Task reading = progress.begin("audit")) {
                Scope scope = new Scope(from, to, begins(entries, decisions.oldest()), most);
                return new Audit(only, scope, policies, ScratchArchive.on(scratch))
                        .run(entries, new DecisionsInOrder(decisions), reading);
            }
        }
    }

    /** Of all partitions' decisions those of the others need not be decoded. */
    private Predicate<byte[]> mayBeOf(int partition, long end) {
        Values values = new Values(cluster, DecisionScan::knows);
        DecisionScan scan = new DecisionScan();
        return value ->
                !values.isLaidOut(value) || !scan.of(value) || (scan.partition() == partition && scan.offset() < end);
    }

    private static @Nullable Decision isOf(SpecificRecord value, int partition, long end) {
        boolean isOf = value instanceof Decision decision
                && decision.getJournalPartition() == partition
                && decision.getJournalOffset() < end;
        return isOf ? (Decision) value : null;
    }

    /** From when on nothing is missing; null when nothing is. */
    private static @Nullable Instant begins(Entries entries, @Nullable Long decided) {
        Instant decisions = decided == null ? null : Instant.ofEpochMilli(decided);
        Instant journal = entries.begins();
        if (journal == null || decisions == null) {
            return journal == null ? decisions : journal;
        }
        return journal.isAfter(decisions) ? journal : decisions;
    }

    /** A partition's entries, the first looked at ahead of time. */
    private static final class Entries implements Iterator<Audit.Heard> {
        private final PartitionRecords journal;
        private Audit.@Nullable Heard next;
        private final @Nullable Instant begins;

        Entries(PartitionRecords journal) {
            this.journal = journal;
            next = read();
            begins = journal.isWhole() || next == null ? null : next.at();
        }

        @Nullable
        Instant begins() {
            return begins;
        }

        private Audit.@Nullable Heard read() {
            while (journal.hasNext()) {
                Recorded record = journal.next();
                if (record.value() instanceof JournalEntry entry) {
                    return new Audit.Heard((SpecificRecord) entry.getEvent(), record.appended(), record.offset());
                }
            }
            return null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Audit.Heard next() {
            Audit.Heard heard = next;
            if (heard == null) {
                throw new NoSuchElementException("the journal is read to its end");
            }
            next = read();
            return heard;
        }
    }
}
