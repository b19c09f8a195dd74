package dev.linewarden.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What the consumers of this process have handed to their stream threads. Whoever has worked off the last of little need not wait
 * for the commit interval: a commit then costs nobody anything, and whoever waits for the answer has it sooner. Behind a full
 * batch there is more to come, and committing it alone would cost more than it brings. A commit costs broker and gate some
 * milliseconds whatever is in it: each thread has a {@link #budget()} of such commits, and when it is used up works off what comes
 * until there is room again, at the latest until the commit interval. Thread-safe.
 */
final class AtHand {

    // Half of what one poll of Streams hands on at most (max.poll.records is 1,000): so many come when it cannot keep
    // up.
    static final int MUCH = 500;

    // Fifty a second and thread. Without a bound a thread made 145 a second at 1,000 requests a second on two cores,
    // and all the processor that there was went into them.
    private static final int COMMITS = 5;
    private static final Duration WINDOW = Duration.ofMillis(100);

    private final Map<TopicPartition, Last> lastOfLittle = new ConcurrentHashMap<>();

    private final Share share;

    AtHand() {
        this(new Share(System::nanoTime));
    }

    /** @param share is told of each record, too, and says when a commit would put off what is due */
    AtHand(Share share) {
        this.share = share;
    }

    /** How the stream threads share their time. */
    Share share() {
        return share;
    }

    /** The last record of a partition that a poll has handed on. */
    private record Last(long offset, Poll poll) {}

    /** Of how many partitions there is something left. Partitions that are polled together are worked off by one thread. */
    private static final class Poll {
        private int partitions;

        Poll(int partitions) {
            this.partitions = partitions;
        }
    }

    /** How often a consumer's thread may commit before it must. */
    static Budget budget() {
        return new Budget(COMMITS, WINDOW, System::nanoTime);
    }

    /**
     * Notes what a poll has handed on.
     *
     * @param commits from which the commit behind it is taken
     */
    void handedOn(ConsumerRecords<byte[], byte[]> polled, Budget commits) {
        boolean isLittle = !polled.isEmpty() && polled.count() < MUCH && commits.take();
        Poll poll = new Poll(polled.partitions().size());
        for (TopicPartition partition : polled.partitions()) {
            if (isLittle) {
                lastOfLittle.put(partition, new Last(lastOffset(polled.records(partition)), poll));
            } else {
                lastOfLittle.remove(partition);
            }
        }
    }

    private static long lastOffset(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.get(records.size() - 1).offset();
    }

    /**
     * To be told of each record when it is worked off: whether it was the last of its poll, over all partitions, and there was
     * little. One commit is of all tasks of a thread: to ask for one behind each partition would be to pay for as many.
     */
    boolean isLastOfLittle(RecordMetadata record) {
        share.workedOff(record);
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Last last = lastOfLittle.get(partition);
        if (last == null || record.offset() < last.offset()) {
            return false;
        }
        lastOfLittle.remove(partition);
        return --last.poll().partitions == 0 && share.mayCommit();
    }
}
