package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class AtHandTest {

    private static final Set<TopicPartition> BOTH = Set.of(partition(0), partition(1));

    private final AtHand atHand = new AtHand(new Share(() -> 0));
    private final AtomicLong nanos = new AtomicLong();
    private final Budget commits = new Budget(3, Duration.ofMillis(100), nanos::get);

    @Test
    void behind_the_last_of_little_there_is_nothing_and_before_it_there_is() {
        poll(0, 3);

        assertThat(isCommitWanted(1)).isFalse();
        assertThat(isCommitWanted(2)).isTrue();
    }

    @Test
    void behind_much_there_is_more_to_come() {
        poll(0, Share.MUCH - 1);
        assertThat(isCommitWanted(Share.MUCH - 2)).isTrue();

        poll(Share.MUCH - 1, Share.MUCH);
        assertThat(isCommitWanted(2 * Share.MUCH - 2)).isFalse();

        poll(0, Share.MUCH + 1);
        assertThat(isCommitWanted(Share.MUCH)).isFalse();
    }

    @Test
    void what_a_later_poll_hands_on_lies_behind_what_an_earlier_one_did() {
        poll(0, 3);
        poll(3, 2);

        assertThat(isCommitWanted(2)).isFalse();
        assertThat(isCommitWanted(4)).isTrue();
    }

    @Test
    void of_a_partition_that_handed_on_nothing_nothing_is_known() {
        assertThat(isCommitWanted(0)).isFalse();
    }

    @Test
    void of_partitions_that_were_polled_together_only_the_last_record_of_all_is_the_last() {
        atHand.handedOn(
                new ConsumerRecords<>(Map.of(partition(0), records(0, 0, 2), partition(1), records(1, 7, 1)), Map.of()),
                BOTH,
                commits);

        assertThat(isCommitWanted(0, 0)).isFalse();
        assertThat(isCommitWanted(0, 1)).isFalse();
        assertThat(isCommitWanted(1, 7)).isTrue();
    }

    @Test
    void a_partition_whose_batch_was_not_worked_off_is_counted_with_its_next_one() {
        atHand.handedOn(
                new ConsumerRecords<>(Map.of(partition(0), records(0, 0, 1), partition(1), records(1, 0, 1)), Map.of()),
                BOTH,
                commits);
        atHand.handedOn(new ConsumerRecords<>(Map.of(partition(1), records(1, 1, 1)), Map.of()), BOTH, commits);

        assertThat(isCommitWanted(0, 0)).isFalse();
        assertThat(isCommitWanted(1, 0)).isFalse();
        assertThat(isCommitWanted(1, 1)).isTrue();
    }

    @Test
    void when_the_commits_of_the_window_are_used_up_the_last_of_little_waits_for_its_end() {
        for (int offset = 0; offset < 3; offset++) {
            poll(offset, 1);
            assertThat(isCommitWanted(offset)).isTrue();
        }
        nanos.set(Duration.ofMillis(100).toNanos() - 1);
        poll(3, 1);
        assertThat(isCommitWanted(3)).isFalse();

        nanos.incrementAndGet();
        poll(4, 1);
        assertThat(isCommitWanted(4)).isTrue();
    }

    @Test
    void a_poll_that_hands_on_nothing_uses_up_no_commit() {
        for (int i = 0; i < 3; i++) {
            atHand.handedOn(ConsumerRecords.empty(), BOTH, commits);
        }
        poll(0, 1);

        assertThat(isCommitWanted(0)).isTrue();
    }

    @Test
    void a_commit_that_is_overdue_is_wanted_whatever_is_at_hand() {
        Share share = new Share(nanos::get);
        AtHand late = new AtHand(share);
        share.commitEnded();
        late.handedOn(new ConsumerRecords<>(Map.of(partition(0), records(0, 0, 3)), Map.of()), BOTH, commits);
        assertThat(late.isCommitWanted(record(0, 0))).isFalse();

        nanos.set(Share.MOST_BETWEEN_COMMITS.toNanos());
        assertThat(late.isCommitWanted(record(0, 1))).isTrue();
    }

    private void poll(long from, int count) {
        atHand.handedOn(new ConsumerRecords<>(Map.of(partition(0), records(0, from, count)), Map.of()), BOTH, commits);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("journal", number);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(int partition, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(offset -> new ConsumerRecord<>("journal", partition, offset, new byte[0], new byte[0]))
                .toList();
    }

    private boolean isCommitWanted(long offset) {
        return isCommitWanted(0, offset);
    }

    private boolean isCommitWanted(int partition, long offset) {
        return atHand.isCommitWanted(record(partition, offset));
    }

    private static RecordMetadata record(int partition, long offset) {
        return new RecordMetadata() {
            @Override
            public String topic() {
                return "journal";
            }

            @Override
            public int partition() {
                return partition;
            }

            @Override
            public long offset() {
                return offset;
            }
        };
    }
}
