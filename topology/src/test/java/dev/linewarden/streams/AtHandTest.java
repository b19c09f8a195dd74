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

    private final AtHand atHand = new AtHand();
    private final AtomicLong nanos = new AtomicLong();
    private final Budget commits = new Budget(3, Duration.ofMillis(100), nanos::get);

    @Test
    void behind_the_last_of_little_there_is_nothing_and_before_it_there_is() {
        poll(0, 3);

        assertThat(isLastOfLittle(1)).isFalse();
        assertThat(isLastOfLittle(2)).isTrue();
    }

    @Test
    void behind_much_there_is_more_to_come() {
        poll(0, AtHand.MUCH - 1);
        assertThat(isLastOfLittle(AtHand.MUCH - 2)).isTrue();

        poll(AtHand.MUCH - 1, AtHand.MUCH);
        assertThat(isLastOfLittle(2 * AtHand.MUCH - 2)).isFalse();

        poll(0, AtHand.MUCH + 1);
        assertThat(isLastOfLittle(AtHand.MUCH)).isFalse();
    }

    @Test
    void what_a_later_poll_hands_on_lies_behind_what_an_earlier_one_did() {
        poll(0, 3);
        poll(3, 2);

        assertThat(isLastOfLittle(2)).isFalse();
        assertThat(isLastOfLittle(4)).isTrue();
    }

    @Test
    void of_a_partition_that_handed_on_nothing_nothing_is_known() {
        assertThat(isLastOfLittle(0)).isFalse();
    }

    @Test
    void of_partitions_that_were_polled_together_only_the_last_record_of_all_is_the_last() {
        atHand.handedOn(
                new ConsumerRecords<>(Map.of(partition(0), records(0, 0, 2), partition(1), records(1, 7, 1)), Map.of()),
                BOTH,
                commits);

        assertThat(isLastOfLittle(0, 0)).isFalse();
        assertThat(isLastOfLittle(0, 1)).isFalse();
        assertThat(isLastOfLittle(1, 7)).isTrue();
    }

    @Test
    void a_partition_whose_batch_was_not_worked_off_is_counted_with_its_next_one() {
        atHand.handedOn(
                new ConsumerRecords<>(Map.of(partition(0), records(0, 0, 1), partition(1), records(1, 0, 1)), Map.of()),
                BOTH,
                commits);
        atHand.handedOn(new ConsumerRecords<>(Map.of(partition(1), records(1, 1, 1)), Map.of()), BOTH, commits);

        assertThat(isLastOfLittle(0, 0)).isFalse();
        assertThat(isLastOfLittle(1, 0)).isFalse();
        assertThat(isLastOfLittle(1, 1)).isTrue();
    }

    @Test
    void when_the_commits_of_the_window_are_used_up_the_last_of_little_waits_for_its_end() {
        for (int offset = 0; offset < 3; offset++) {
            poll(offset, 1);
            assertThat(isLastOfLittle(offset)).isTrue();
        }
        nanos.set(Duration.ofMillis(100).toNanos() - 1);
        poll(3, 1);
        assertThat(isLastOfLittle(3)).isFalse();

        nanos.incrementAndGet();
        poll(4, 1);
        assertThat(isLastOfLittle(4)).isTrue();
    }

    @Test
    void a_poll_that_hands_on_nothing_uses_up_no_commit() {
        for (int i = 0; i < 3; i++) {
            atHand.handedOn(ConsumerRecords.empty(), BOTH, commits);
        }
        poll(0, 1);

        assertThat(isLastOfLittle(0)).isTrue();
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

    private boolean isLastOfLittle(long offset) {
        return isLastOfLittle(0, offset);
    }

    private boolean isLastOfLittle(int partition, long offset) {
        return atHand.isLastOfLittle(new RecordMetadata() {
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
        });
    }
}
