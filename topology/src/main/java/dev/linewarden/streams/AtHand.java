package dev.linewarden.streams;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What the consumers of this process have handed to their stream threads. Whoever has worked off the last of little need not wait
 * for the commit interval: a commit then costs nobody anything, and whoever waits for the answer has it sooner. Behind a full
 * batch there is more to come, and committing it alone would cost more than it brings. A commit costs broker and gate some
 * milliseconds whatever is in it: each thread has a {@link #budget()} of such commits, and when it is used up works off what comes
 * until there is room again, or a commit is overdue. Thread-safe.
 */
final class AtHand {

    // Fifty a second and thread. Without a bound a thread made 145 a second at 1,000 requests a second on two cores,
    // and all the processor that there was went into them.
    private static final int COMMITS = 5;
    private static final Duration WINDOW = Duration.ofMillis(100);

    private final Share share;
    // Of each thread, whether its last poll brought little, and a commit behind it is paid for.
    private final ThreadLocal<Boolean> isLittle = ThreadLocal.withInitial(() -> false);

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

    /** How often a consumer's thread may commit before it must. */
    static Budget budget() {
        return new Budget(COMMITS, WINDOW, System::nanoTime);
    }

    /**
     * Notes what a poll has handed on.
     *
     * @param assigned the partitions that the thread has now
     * @param commits from which the commit behind it is taken
     */
    void handedOn(ConsumerRecords<byte[], byte[]> polled, Set<TopicPartition> assigned, Budget commits) {
        share.handedOn(polled, assigned);
        if (!polled.isEmpty()) {
            isLittle.set(polled.count() < Share.MUCH && commits.take());
        }
    }

    /**
     * To be told of each record when it is worked off: whether to ask for a commit behind it. So it is when it was the last at hand, over
     * all partitions of the thread, and there was little: one commit is of all tasks of a thread, and to ask for one behind each
     * partition would be to pay for as many. And when a commit is overdue.
     */
    boolean isCommitWanted(RecordMetadata record) {
        boolean isLastOfLittle = share.workedOff(record) && isLittle.get() && share.mayCommit();
        return isLastOfLittle || share.isCommitOverdue();
    }
}
