package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Excerpt;
import dev.linewarden.client.LatestByKey;
import dev.linewarden.client.PartitionRecords;
import dev.linewarden.client.Progress;
import dev.linewarden.client.RecordReader;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The stories of requests, read from a cluster's topics. */
public final class Stories {

    /** By how much the time of a decision and that of its record may differ. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    /** So many entries before its end are read of a wait before all of them are. */
    private static final long NEAR = 5_000;

    private final Cluster cluster;
    private final Progress progress;

    /** Stories of a cluster; {@code progress} is told of each record. */
    public Stories(Cluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /**
     * The story of a request in each pool that used its id. Reads the decisions, and the journal if it waited; keeps what
     * concerns the request alone. An earlier policy is looked for in the journal, the present one in its own topic.
     *
     * @param pool the only pool to look in; null for any
     * @return none when the topics hold no decision about it
     * @throws ClusterException when a topic is missing
     */
    public List<Story> of(String requestId, @Nullable String pool) {
        StoryBook book = new StoryBook(requestId, pool);
        read("decisions", cluster.topics().decisions(), Mention.of(requestId), book);
        book.sort();
        try (Excerpt excerpt = new Excerpt(cluster)) {
            readEndings(excerpt, book);
            readPolicies(book);
            readEarlierPolicies(excerpt, book);
        }
        return book.stories();
    }

    /**
     * The story of a request that a gate remembers: its decisions lie where its record says, under its own key and its line's,
     * about the times at which it was decided. So the topics are not read whole.
     *
     * @param known what its pool's owner keeps about it
     * @param now the gate's time; what was decided just now may not be committed yet
     * @throws ClusterException when a topic is missing
     */
    public List<Story> of(RequestRecord known, Instant now) {
        StoryBook book = new StoryBook(known.requestId(), known.pool());
        try (Excerpt excerpt = new Excerpt(cluster)) {
            TopicPartition deferred = excerpt.of(cluster.topics().deferred(), known.requestId());
            TopicPartition rejected = excerpt.of(cluster.topics().rejected(), known.requestId());
            Instant first = known.firstJudgedAt().minus(SLACK);
            Instant last = known.decidedAt().plus(SLACK);
            readAbout(excerpt, deferred, first, known.firstJudgedAt().plus(SLACK), book);
            // Duplicates of it are refused later, too.
            readDecisions(excerpt, rejected, excerpt.at(rejected, first), Long.MAX_VALUE, book);
            if (known.line() != null) {
                TopicPartition approved = excerpt.of(cluster.topics().approved(), known.line());
                readAbout(excerpt, approved, known.decidedAt().minus(SLACK), last, book);
            }
            if (!book.hasAttempts(known.attempt())) {
                readAbout(excerpt, deferred, known.firstJudgedAt().plus(SLACK), last, book);
            }
            if (!book.hasAttempts(known.attempt()) && last.isBefore(now)) {
                // A clock ran wrong, or the oldest are gone.
                return of(known.requestId(), known.pool());
            }
            book.sort();
            readEndings(excerpt, book);
            readPolicies(book);
        }
        return book.stories();
    }

    private void readAbout(Excerpt excerpt, TopicPartition partition, Instant from, Instant to, StoryBook book) {
        readDecisions(excerpt, partition, excerpt.at(partition, from), excerpt.at(partition, to), book);
    }

    private void readDecisions(Excerpt excerpt, TopicPartition partition, long from, long to, StoryBook book) {
        excerpt.read(partition, from, to, Mention.of(book.requestId()), (record, value) -> {
            if (value instanceof Decision decision) {
                book.take(decision);
            }
        });
    }

    /** What ended the waits, of which no decision says it: most often the last entries before it, else any of the wait. */
    private void readEndings(Excerpt excerpt, StoryBook book) {
        try (Progress.Task reading = progress.begin("journal")) {
            for (StoryBook.Wait wait : book.waits()) {
                TopicPartition journal = new TopicPartition(cluster.topics().journal(), wait.partition());
                long near = Math.max(wait.from(), wait.to() - NEAR);
                readEntries(excerpt, journal, near, wait.to(), book, reading);
                if (!book.hasHeard(wait)) {
                    readEntries(excerpt, journal, wait.from(), near, book, reading);
                }
            }
        }
    }

    /** The policies that pools have now: most often those that decided. */
    private void readPolicies(StoryBook book) {
        if (!book.withoutPolicy().isEmpty()) {
            LatestByKey.read(cluster, cluster.topics().policies(), PolicyUpdate.class, PolicyUpdate::getPool)
                    .values()
                    .forEach(book::take);
        }
    }

    /** Policies that another has taken the place of: the journal has them before what they decided. */
    private void readEarlierPolicies(Excerpt excerpt, StoryBook book) {
        for (Decision decision : book.withoutPolicy()) {
            TopicPartition journal = new TopicPartition(cluster.topics().journal(), decision.getJournalPartition());
            excerpt.read(
                    journal,
                    0,
                    decision.getJournalOffset() + 1,
                    Mention.of(decision.getPolicyVersion()),
                    (record, value) -> {
                        if (value instanceof JournalEntry entry && entry.getEvent() instanceof PolicyUpdate update) {
                            book.take(update);
                        }
                    });
        }
    }

    private static void readEntries(
            Excerpt excerpt, TopicPartition journal, long from, long to, StoryBook book, Progress.Task reading) {
        excerpt.read(journal, from, to, any -> true, (record, value) -> {
            reading.step();
            if (value instanceof JournalEntry entry) {
                book.take(entry, appended(record), record.offset());
            }
        });
    }

    private void read(
            String task, List<String> topics, Predicate<ConsumerRecord<byte[], byte[]>> wanted, StoryBook book) {
        try (Progress.Task reading = progress.begin(task)) {
            Predicate<ConsumerRecord<byte[], byte[]>> counted = record -> {
                reading.step();
                return wanted.test(record);
            };
            RecordReader.read(cluster, topics, counted, (record, value) -> {
                if (value instanceof Decision decision) {
                    book.take(decision);
                }
            });
        }
    }

    private static Instant appended(ConsumerRecord<byte[], byte[]> record) {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** The decision that a story's why-not is about: the last that is no approval; null when all are approvals. */
    public static @Nullable Decision questionable(Story story) {
        Decision last = null;
        for (Story.Attempt attempt : story.attempts()) {
            last = attempt.decision().getOutcome() == Outcome.APPROVED ? last : attempt.decision();
        }
        return last;
    }

    /**
     * What would have let a request pass at a decision. Decides the journal again up to there, and keeps of the state of its
     * partition's pools as much in memory as fits into a quarter of the heap, the rest on disk for so long.
     *
     * @param decision no approval
     * @throws ClusterException when a topic is missing
     */
    public WhyNot whyNot(Decision decision) {
        int partition = decision.getJournalPartition();
        if (partition < 0) {
            return WhyNot.unknown(
                    decision.getDecisionId(), "the decision names no place in the journal: an earlier release made it");
        }
        try (PartitionRecords journal =
                        new PartitionRecords(cluster, cluster.topics().journal(), partition);
                PartitionRecords ticks =
                        new PartitionRecords(cluster, cluster.topics().ticks(), partition);
                Scratch scratch = Scratch.open(Duration.ZERO);
                Progress.Task deciding = progress.begin("decide again")) {
            if (!journal.isWhole() || !ticks.isWhole()) {
                return WhyNot.unknown(
                        decision.getDecisionId(),
                        "the state cannot be built up again: the oldest entries of journal partition " + partition
                                + " are gone (it begins at offset " + journal.begin() + ")");
            }
            Rebuilt rebuilt = new Rebuilt(decision, scratch.rows(1), RecordedTime.ticks(ticks));
            return answer(decision, rebuilt, reach(journal, rebuilt, deciding));
        }
    }

    private static boolean reach(PartitionRecords journal, Rebuilt rebuilt, Progress.Task deciding) {
        while (journal.hasNext()) {
            PartitionRecords.Recorded record = journal.next();
            deciding.step();
            if (record.value() instanceof JournalEntry entry
                    && rebuilt.take(entry, record.appended(), record.offset())) {
                return true;
            }
        }
        return rebuilt.passToEnd();
    }

    /** The answer of a state that was built up again. */
    static WhyNot answer(Decision decision, Rebuilt rebuilt, boolean isReached) {
        if (!isReached) {
            return WhyNot.unknown(
                    decision.getDecisionId(),
                    "the journal, decided again, does not come to this decision: the gate that made it was another build"
                            + " or had other entries");
        }
        return rebuilt.isAlike()
                ? new Alternatives(rebuilt.rows(), decision).find()
                : WhyNot.unknown(
                        decision.getDecisionId(),
                        "decided again, it comes out otherwise than recorded: the gate that made it was another build ("
                                + decision.getBuild() + ")");
    }
}
