package dev.linewarden.audit;

import dev.linewarden.client.MergedRecords;
import dev.linewarden.schemas.Decision;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on one journal partition, in the order in which it was: merged out of all partitions of the topics of
 * decisions, each of which holds its share in that order. What was decided at one entry by the clock alone is put in order
 * of time; a wait is given its own time when it is judged a second late.
 */
final class DecisionsInOrder implements Iterator<Decision> {

    private static final Duration LATE = Duration.ofSeconds(2);

    private static final Comparator<Decision> ORDER = Comparator.comparingLong(Decision::getJournalOffset)
            .thenComparing(decision -> !isOfEntry(decision))
            .thenComparing(Decision::getDecidedAt)
            .thenComparingInt(Decision::getAttempt);

    private final MergedRecords<Decision> merged;
    private final PriorityQueue<Decision> waiting = new PriorityQueue<>(ORDER);
    private @Nullable Decision ahead;

    /**
     * @param records of all topics of decisions, those of other journal partitions left out
     */
    DecisionsInOrder(MergedRecords<Decision> records) {
        this.merged = records;
        this.ahead = read();
    }

    static Comparator<Decision> order() {
        return ORDER;
    }

    /** Whether an entry was decided at its own place, as against by a later wake-up. */
    private static boolean isOfEntry(Decision decision) {
        return decision.getAttempt() == 1;
    }

    private @Nullable Decision read() {
        return merged.hasNext() ? merged.next() : null;
    }

    @Override
    public boolean hasNext() {
        return ahead != null || !waiting.isEmpty();
    }

    @Override
    public Decision next() {
        while (ahead != null && (waiting.isEmpty() || mayComeBefore(ahead, waiting.peek()))) {
            waiting.add(ahead);
            ahead = read();
        }
        Decision first = waiting.poll();
        if (first == null) {
            throw new NoSuchElementException("all decisions are read");
        }
        return first;
    }

    /** Whether what comes with it or behind it may belong before the other. */
    private static boolean mayComeBefore(Decision read, Decision first) {
        return read.getJournalOffset() <= first.getJournalOffset()
                && !read.getDecidedAt().isAfter(first.getDecidedAt().plus(LATE));
    }
}
