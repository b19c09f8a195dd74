package dev.linewarden.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * How a stream thread shares its time between what comes in and what falls due. Where all of a night's requests fall due at once, each
 * record would wait behind those that are due before it; so they are judged a slice at a time, and records in between. Each
 * thread knows of itself alone. Thread-safe.
 */
final class Share {

    /** For how long a thread judges what is due before it looks for records: what holds a record up at most, once for each hop. */
    static final Duration SLICE = Duration.ofMillis(10);

    // A clock that stands still must not make commits free.
    static final Duration LEAST_BETWEEN_COMMITS = Duration.ofMillis(10);

    // How long an answer waits for a commit at most while a thread keeps up.
    static final Duration MOST_BETWEEN_COMMITS = Duration.ofMillis(100);

    // Who polls for longer has had to wait for records: to hand on much takes some milliseconds on a busy machine.
    static final Duration WAITED = Duration.ofMillis(20);

    // Half of what one poll of Streams hands on at most (max.poll.records is 1,000): so many come when it cannot keep
    // up.
    static final int MUCH = 500;

    private final LongSupplier nanoTime;
    private final ThreadLocal<Hand> hands = ThreadLocal.withInitial(Hand::new);

    /** @param nanoTime a clock like {@link System#nanoTime()} */
    Share(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** One thread's. */
    private static final class Hand {
        // Of each partition the last record that was handed on, while it is not worked off.
        private final Map<TopicPartition, Long> last = new HashMap<>();
        private final Set<Integer> behind = new HashSet<>();
        private long commitBegan;
        private long commitEnded;
        private long commitTook;
        // A record was worked off whose commit could not be afforded yet.
        private boolean isCommitOwed;
        // A commit was asked for and has not come yet.
        private boolean isCommitComing;
        private long pollBegan;
        // Since the last commit each poll has handed on much at once.
        private boolean isSwamped;
        private boolean isUncommitted;
    }

    /** Notes that the thread asks for records. */
    void pollBegins() {
        hands.get().pollBegan = nanoTime.getAsLong();
    }

    /**
     * Notes what a poll has handed on.
     *
     * @param assigned the partitions that the thread has now: of others nothing is worked off any more
     */
    void handedOn(ConsumerRecords<byte[], byte[]> polled, Set<TopicPartition> assigned) {
        Hand hand = hands.get();
        // Whatever was asked for was done before the thread polls, or will not be.
        hand.isCommitComing = false;
        hand.isSwamped &= polled.count() >= MUCH && nanoTime.getAsLong() - hand.pollBegan < WAITED.toNanos();
        hand.last.keySet().retainAll(assigned);
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            if (!records.isEmpty()) {
                hand.last.put(partition, records.get(records.size() - 1).offset());
            }
        }
    }

    /** Notes that a record is worked off; whether it was the last of all that were at hand. */
    boolean workedOff(RecordMetadata record) {
        worked();
        Map<TopicPartition, Long> last = hands.get().last;
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < last.getOrDefault(partition, Long.MAX_VALUE)) {
            return false;
        }
        last.remove(partition);
        return last.isEmpty();
    }

    /** Notes that the thread has done something that is to be committed. */
    void worked() {
        hands.get().isUncommitted = true;
    }

    /** Whether no record waits for the thread. */
    boolean isNothingAtHand() {
        return hands.get().last.isEmpty();
    }

    /** Notes whether more is due in a journal partition than was judged. */
    void setBehind(int partition, boolean isBehind) {
        Hand hand = hands.get();
        if (!isBehind) {
            hand.behind.remove(partition);
        } else {
            hand.behind.add(partition);
        }
    }

    /** Whether more is due than was judged, in any of the thread's partitions. */
    boolean isBehind() {
        return !hands.get().behind.isEmpty();
    }

    /** Whether the thread may ask for a commit behind the record that it has worked off; if not, it is {@link #isCommitDue()} later. */
    boolean mayCommit() {
        Hand hand = hands.get();
        if (hand.behind.isEmpty()) {
            return true;
        }
        hand.isCommitOwed = true;
        return isCommitDue();
    }

    /** Whether a record waits for a commit that the thread may ask for now; who asks this is to ask for it then. */
    boolean isCommitDue() {
        Hand hand = hands.get();
        // Each puts off what is due: so they take half of a thread's time at most, whatever one costs.
        long apart = Math.max(LEAST_BETWEEN_COMMITS.toNanos(), hand.commitTook);
        if (!hand.isCommitOwed || nanoTime.getAsLong() - hand.commitEnded < apart) {
            return false;
        }
        hand.isCommitOwed = false;
        hand.isCommitComing = true;
        return true;
    }

    /**
     * Whether something has long waited for a commit, and the thread keeps up with what comes in. Where it does not, who asks is answered
     * late in any case: then commits come at the commit interval, for each takes time of broker and gate, and writes the rows of busy
     * lines once more.
     */
    boolean isCommitOverdue() {
        Hand hand = hands.get();
        boolean mayBe = hand.isUncommitted && !hand.isSwamped;
        return mayBe && nanoTime.getAsLong() - hand.commitEnded >= MOST_BETWEEN_COMMITS.toNanos();
    }

    /** Whether a commit was asked for and comes next: to judge what is due before it would put off the record that waits for it. */
    boolean isCommitComing() {
        return hands.get().isCommitComing;
    }

    /** Notes that the thread has begun to commit, whoever has asked for it. */
    void commitBegins() {
        Hand hand = hands.get();
        hand.commitBegan = nanoTime.getAsLong();
    }

    /** Notes that it has committed. */
    void commitEnded() {
        Hand hand = hands.get();
        hand.commitEnded = nanoTime.getAsLong();
        hand.commitTook = hand.commitEnded - hand.commitBegan;
        hand.isCommitOwed = false;
        hand.isCommitComing = false;
        hand.isSwamped = true;
        hand.isUncommitted = false;
    }

    /** A partition's part of a slice, from now on: all that are behind have the same. */
    Slice slice() {
        return new Slice(
                nanoTime, SLICE.dividedBy(Math.max(1, hands.get().behind.size())));
    }

    /** A stretch of time. */
    static final class Slice {
        private final LongSupplier nanoTime;
        private final long end;

        private Slice(LongSupplier nanoTime, Duration length) {
            this.nanoTime = nanoTime;
            this.end = nanoTime.getAsLong() + length.toNanos();
        }

        /** Whether it has passed. */
        boolean isOver() {
            return nanoTime.getAsLong() - end >= 0;
        }
    }
}
