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
    static final Duration SLICE = Duration.ofMillis(20);

    /** How far commits that are asked for are apart while more is due than was judged: each puts it off. */
    static final Duration BETWEEN_COMMITS = Duration.ofMillis(50);

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
        private long lastCommit;
    }

    /**
     * Notes what a poll has handed on.
     *
     * @param assigned the partitions that the thread has now: of others nothing is worked off any more
     */
    void handedOn(ConsumerRecords<byte[], byte[]> polled, Set<TopicPartition> assigned) {
        Hand hand = hands.get();
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
        Map<TopicPartition, Long> last = hands.get().last;
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < last.getOrDefault(partition, Long.MAX_VALUE)) {
            return false;
        }
        last.remove(partition);
        return last.isEmpty();
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
        } else if (hand.behind.add(partition) && hand.behind.size() == 1) {
            hand.lastCommit = nanoTime.getAsLong();
        }
    }

    /** Whether more is due than was judged, in any of the thread's partitions. */
    boolean isBehind() {
        return !hands.get().behind.isEmpty();
    }

    /** Whether the thread can afford a commit before it must. */
    boolean mayCommit() {
        Hand hand = hands.get();
        if (hand.behind.isEmpty()) {
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - hand.lastCommit < BETWEEN_COMMITS.toNanos()) {
            return false;
        }
        hand.lastCommit = now;
        return true;
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
