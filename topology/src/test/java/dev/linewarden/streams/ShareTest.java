package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class ShareTest {

    private static final TopicPartition FIRST = new TopicPartition("journal", 0);
    private static final TopicPartition SECOND = new TopicPartition("journal", 1);

    private long nanos;
    private final Share share = new Share(() -> nanos);

    @Test
    void a_partition_has_nothing_at_hand_once_its_last_record_is_worked_off() {
        poll(Map.of(FIRST, records(FIRST, 0, 3)), Set.of(FIRST));

        workOff(FIRST, 1);
        assertThat(share.isNothingAtHand()).isFalse();

        workOff(FIRST, 2);
        assertThat(share.isNothingAtHand()).isTrue();
    }

    @Test
    void a_thread_has_nothing_at_hand_once_none_of_its_partitions_has() {
        poll(Map.of(FIRST, records(FIRST, 0, 2), SECOND, records(SECOND, 0, 1)), Set.of(FIRST, SECOND));

        workOff(SECOND, 0);
        workOff(FIRST, 0);
        assertThat(share.isNothingAtHand()).isFalse();

        workOff(FIRST, 1);
        assertThat(share.isNothingAtHand()).isTrue();
    }

    @Test
    void a_partition_that_was_taken_away_is_not_waited_for() {
        poll(Map.of(FIRST, records(FIRST, 0, 2), SECOND, records(SECOND, 0, 1)), Set.of(FIRST, SECOND));
        poll(Map.of(), Set.of(FIRST));

        workOff(FIRST, 1);
        assertThat(share.isNothingAtHand()).isTrue();
    }

    @Test
    void what_one_thread_has_before_it_concerns_no_other() throws InterruptedException {
        poll(Map.of(FIRST, records(FIRST, 0, 3)), Set.of(FIRST));
        share.setBehind(0, true);
        Map<String, Boolean> seen = new HashMap<>();
        Thread other = new Thread(() -> {
            seen.put("empty", share.isNothingAtHand());
            seen.put("behind", share.isBehind());
        });
        other.start();
        other.join();

        assertThat(seen).containsEntry("empty", true).containsEntry("behind", false);
        assertThat(share.isNothingAtHand()).isFalse();
        assertThat(share.isBehind()).isTrue();
    }

    @Test
    void whoever_is_not_behind_commits_whenever_there_is_time() {
        commit(Duration.ofMillis(24));

        assertThat(share.mayCommit()).isTrue();
        assertThat(share.mayCommit()).isTrue();
    }

    @Test
    void whoever_is_behind_commits_again_once_as_long_has_passed_as_the_last_commit_took() {
        share.setBehind(0, true);
        commit(Duration.ofMillis(24));
        assertThat(share.mayCommit()).isFalse();

        pass(Duration.ofMillis(24).minusNanos(1));
        assertThat(share.mayCommit()).isFalse();

        pass(Duration.ofNanos(1));
        assertThat(share.mayCommit()).isTrue();
    }

    @Test
    void a_commit_that_took_no_time_is_not_followed_at_once() {
        share.setBehind(0, true);
        commit(Duration.ZERO);
        assertThat(share.mayCommit()).isFalse();

        pass(Share.LEAST_BETWEEN_COMMITS);
        assertThat(share.mayCommit()).isTrue();
    }

    @Test
    void what_could_not_be_committed_at_once_is_due_to_be_later_and_once() {
        share.setBehind(0, true);
        commit(Duration.ofMillis(24));
        assertThat(share.mayCommit()).isFalse();
        assertThat(share.isCommitDue()).isFalse();

        pass(Duration.ofMillis(24));
        assertThat(share.isCommitDue()).isTrue();
        assertThat(share.isCommitDue()).isFalse();
    }

    @Test
    void where_no_record_waits_for_a_commit_none_is_due() {
        share.setBehind(0, true);
        commit(Duration.ofMillis(24));
        share.mayCommit();
        commit(Duration.ofMillis(24));

        pass(Duration.ofMinutes(1));
        assertThat(share.isCommitDue()).isFalse();
    }

    @Test
    void a_commit_that_was_asked_for_is_coming_until_it_has_come() {
        share.setBehind(0, true);
        pass(Duration.ofMinutes(1));
        assertThat(share.isCommitComing()).isFalse();

        share.mayCommit();
        assertThat(share.isCommitComing()).isTrue();

        commit(Duration.ofMillis(24));
        assertThat(share.isCommitComing()).isFalse();
    }

    @Test
    void a_commit_that_has_not_come_before_the_thread_polls_is_not_waited_for() {
        share.setBehind(0, true);
        pass(Duration.ofMinutes(1));
        share.mayCommit();

        poll(Map.of(), Set.of(FIRST));
        assertThat(share.isCommitComing()).isFalse();
    }

    @Test
    void whoever_keeps_up_commits_within_a_tenth_of_a_second() {
        commit(Duration.ofMillis(24));
        poll(Share.MUCH - 1, Duration.ZERO);
        share.worked();

        pass(Share.MOST_BETWEEN_COMMITS.minusNanos(1));
        assertThat(share.isCommitOverdue()).isFalse();

        pass(Duration.ofNanos(1));
        assertThat(share.isCommitOverdue()).isTrue();

        commit(Duration.ofMillis(24));
        assertThat(share.isCommitOverdue()).isFalse();
    }

    @Test
    void whoever_finds_much_at_each_poll_leaves_commits_to_the_interval() {
        commit(Duration.ofMillis(24));
        poll(Share.MUCH, Duration.ZERO);
        poll(Share.MUCH, Share.WAITED.minusNanos(1));
        share.worked();

        pass(Duration.ofMinutes(1));
        assertThat(share.isCommitOverdue()).isFalse();

        commit(Duration.ofMillis(24));
        share.worked();
        pass(Duration.ofMinutes(1));
        assertThat(share.isCommitOverdue()).isFalse();
    }

    @Test
    void whoever_has_done_nothing_has_nothing_to_commit() {
        commit(Duration.ofMillis(24));
        poll(Map.of(), Set.of(FIRST));

        pass(Duration.ofMinutes(1));
        assertThat(share.isCommitOverdue()).isFalse();

        workOff(FIRST, 0);
        assertThat(share.isCommitOverdue()).isTrue();
    }

    @Test
    void much_that_was_waited_for_is_no_sign_of_more() {
        commit(Duration.ofMillis(24));
        poll(Share.MUCH, Duration.ZERO);
        poll(Share.MUCH, Share.WAITED);
        poll(Share.MUCH, Duration.ZERO);
        share.worked();

        pass(Share.MOST_BETWEEN_COMMITS);
        assertThat(share.isCommitOverdue()).isTrue();
    }

    @Test
    void whoever_finds_nothing_any_more_commits_what_there_was() {
        commit(Duration.ofMillis(24));
        poll(Share.MUCH, Duration.ZERO);
        share.worked();
        poll(Map.of(), Set.of(FIRST));

        pass(Share.MOST_BETWEEN_COMMITS);
        assertThat(share.isCommitOverdue()).isTrue();
    }

    private void poll(int count, Duration duration) {
        share.pollBegins();
        pass(duration);
        poll(Map.of(FIRST, records(FIRST, 0, count)), Set.of(FIRST));
    }

    private void commit(Duration duration) {
        share.commitBegins();
        pass(duration);
        share.commitEnded();
    }

    private void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Test
    void partitions_that_are_behind_share_a_slice() {
        assertThat(lengthOfASlice()).isEqualTo(Share.SLICE);

        share.setBehind(0, true);
        assertThat(lengthOfASlice()).isEqualTo(Share.SLICE);

        share.setBehind(1, true);
        assertThat(lengthOfASlice()).isEqualTo(Share.SLICE.dividedBy(2));

        share.setBehind(0, false);
        share.setBehind(1, false);
        assertThat(share.isBehind()).isFalse();
        assertThat(lengthOfASlice()).isEqualTo(Share.SLICE);
    }

    private Duration lengthOfASlice() {
        long began = nanos;
        Share.Slice slice = share.slice();
        while (!slice.isOver()) {
            nanos += 1_000;
        }
        return Duration.ofNanos(nanos - began);
    }

    private void poll(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records, Set<TopicPartition> assigned) {
        share.handedOn(new ConsumerRecords<>(records, Map.of()), assigned);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(offset -> new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], new byte[0]))
                .toList();
    }

    private void workOff(TopicPartition partition, long offset) {
        share.workedOff(new RecordMetadata() {
            @Override
            public String topic() {
                return partition.topic();
            }

            @Override
            public int partition() {
                return partition.partition();
            }

            @Override
            public long offset() {
                return offset;
            }
        });
    }
}
