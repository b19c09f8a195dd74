package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RebuildTest {

    private static final TopicPartition LINES_3 = new TopicPartition("linewarden-lines-changelog", 3);
    private static final TopicPartition POOLS_3 = new TopicPartition("linewarden-pools-changelog", 3);
    private static final TopicPartition POOLS_1 = new TopicPartition("linewarden-pools-changelog", 1);

    private final AtomicLong clock = new AtomicLong(7);
    private final List<String> lines = new ArrayList<>();
    private final RebuildListener listener =
            new RebuildListener(clock::get, lines::add, new RebuildLines(clock::get, lines::add));

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void a_rebuild_is_one_line_when_it_begins_one_every_five_seconds_and_one_when_it_is_done() {
        listener.onRestoreStart(LINES_3, "lines", 0, 600);
        listener.onRestoreStart(POOLS_3, "pools", 0, 400);
        pass(Duration.ofSeconds(1));
        listener.onBatchRestored(LINES_3, "lines", 99, 100);
        pass(Duration.ofSeconds(5).minusNanos(1));
        listener.onBatchRestored(LINES_3, "lines", 199, 100);
        pass(Duration.ofNanos(1));
        listener.onBatchRestored(LINES_3, "lines", 249, 40);
        pass(Duration.ofSeconds(1));
        listener.onBatchRestored(LINES_3, "lines", 599, 350);
        listener.onRestoreEnd(LINES_3, "lines", 590);
        listener.onBatchRestored(POOLS_3, "pools", 398, 399);
        listener.onRestoreEnd(POOLS_3, "pools", 399);

        assertThat(lines)
                .containsExactly(
                        "The state of partition 3 is rebuilt from its changelogs",
                        "The state of partition 3: 25 %, 240 rows, 40 a second, 18 s left",
                        "The state of partition 3 is rebuilt: 989 rows in 7.0 s");
    }

    @Test
    void partitions_that_are_rebuilt_at_the_same_time_share_their_lines() {
        listener.onRestoreStart(POOLS_3, "pools", 0, 10);
        listener.onRestoreStart(POOLS_1, "pools", 0, 10);
        listener.onBatchRestored(POOLS_1, "pools", 9, 10);
        listener.onRestoreEnd(POOLS_1, "pools", 10);
        listener.onBatchRestored(POOLS_3, "pools", 9, 10);
        listener.onRestoreEnd(POOLS_3, "pools", 10);

        assertThat(lines)
                .containsExactly(
                        "The state of partitions 1, 3 is rebuilt from its changelogs",
                        "The state of partitions 1, 3 is rebuilt: 20 rows in 0.0 s");
    }

    @Test
    void changelogs_from_which_nothing_is_read_are_not_worth_a_word() {
        listener.onRestoreStart(POOLS_1, "pools", 10, 12);
        listener.onBatchRestored(POOLS_1, "pools", 11, 0);
        listener.onRestoreEnd(POOLS_1, "pools", 0);

        assertThat(lines).isEmpty();
    }

    @Test
    void a_rebuild_that_moves_to_another_gate_ends_here_and_the_next_begins_anew() {
        listener.onRestoreStart(POOLS_1, "pools", 0, 100);
        listener.onBatchRestored(POOLS_1, "pools", 9, 10);
        listener.onRestoreSuspended(POOLS_1, "pools", 10);
        listener.onRestoreStart(POOLS_3, "pools", 0, 5);
        listener.onBatchRestored(POOLS_3, "pools", 4, 5);
        listener.onRestoreEnd(POOLS_3, "pools", 5);

        assertThat(lines)
                .containsExactly(
                        "The state of partition 1 is rebuilt from its changelogs",
                        "The state of partition 1 is not all needed here any more: 10 rows in 0.0 s",
                        "The state of partition 3 is rebuilt from its changelogs",
                        "The state of partition 3 is rebuilt: 5 rows in 0.0 s");
    }
}
