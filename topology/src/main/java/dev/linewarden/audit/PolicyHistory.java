package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.LatestByKey;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.client.Progress;
import dev.linewarden.client.RecordReader;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which policy was in force in a pool when, and which builds of the gate decided by it; from journal, alerts and decisions, as
 * far as they reach.
 *
 * @param isWhole whether the journal reaches back to its beginning; where not, what lies before its oldest update is known
 *     from decisions alone
 * @param periods in order; each ends where the next begins
 * @param refused updates that changed nothing
 */
public record PolicyHistory(String pool, boolean isWhole, List<Period> periods, List<Refusal> refused) {

    /**
     * One policy's time in force, by the broker's clock.
     *
     * @param from null for the first: it held before anything that is known
     * @param until null for the one in force now
     * @param version null when the text is gone and nothing was decided by it
     * @param text null when it is gone from the topics
     * @param builds the builds that decided by it in this period
     */
    public record Period(
            @Nullable Instant from,
            @Nullable Instant until,
            String hash,
            @Nullable String version,
            @Nullable String text,
            List<Work> builds) {

        boolean covers(Instant time) {
            return (from == null || !time.isBefore(from)) && (until == null || time.isBefore(until));
        }
    }

    /** What one build decided by one policy. */
    public record Work(String build, long decisions, Instant first, Instant last) {

        Work and(Work more) {
            return new Work(
                    build,
                    decisions + more.decisions,
                    first.isBefore(more.first) ? first : more.first,
                    last.isAfter(more.last) ? last : more.last);
        }
    }

    /** An update that the gate did not adopt, and why. */
    public record Refusal(Instant at, String hash, String reason, int journalPartition, long journalOffset) {}

    /** What was in force at a time; null when nothing tells. */
    public @Nullable Period at(Instant time) {
        return periods.stream()
                .filter(period -> period.covers(time))
                .findFirst()
                .orElse(null);
    }

    /** Whether nothing tells of a policy of the pool, nor of a decision: perhaps nobody has such a pool. */
    public boolean isOfNothing() {
        return refused.isEmpty()
                && periods.size() == 1
                && periods.get(0).from() == null
                && periods.get(0).builds().isEmpty();
    }

    /**
     * Reads it from the topics, in memory that grows with the updates alone.
     *
     * @throws dev.linewarden.client.ClusterException when a topic is missing
     */
    public static PolicyHistory of(Cluster cluster, String pool, Progress progress) {
        PolicyBook book = new PolicyBook(pool);
        try (Progress.Task reading = progress.begin("journal")) {
            int partitions = PartitionRecords.countOf(cluster, cluster.topics().journal());
            for (int partition = 0; partition < partitions; partition++) {
                readJournal(cluster, partition, book, reading);
            }
        }
        LatestByKey.read(cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                .values()
                .forEach(book::takeLatest);
        List<String> outputs = new ArrayList<>(cluster.topics().decisions());
        outputs.add(cluster.topics().alerts());
        try (Progress.Task reading = progress.begin("decisions")) {
            RecordReader.read(cluster, outputs, (record, value) -> {
                reading.step();
                if (value instanceof Decision decision) {
                    book.take(decision);
                } else if (value instanceof Alert alert) {
                    book.take(alert);
                }
            });
        }
        return book.history();
    }

    private static void readJournal(Cluster cluster, int partition, PolicyBook book, Progress.Task reading) {
        try (PartitionRecords journal =
                new PartitionRecords(cluster, cluster.topics().journal(), partition)) {
            if (!journal.isWhole()) {
                book.isCutOff();
            }
            while (journal.hasNext()) {
                PartitionRecords.Recorded recorded = journal.next();
                reading.step();
                if (recorded.value() instanceof JournalEntry entry && entry.getEvent() instanceof PolicyUpdate update) {
                    book.take(update, partition, recorded.offset(), recorded.appended());
                }
            }
        }
    }
}
