package dev.linewarden.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

class AtHandTest {

    private final AtHand atHand = new AtHand();

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

    private void poll(long from, int count) {
        TopicPartition partition = new TopicPartition("journal", 0);
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(from, from + count)
                .mapToObj(offset -> new ConsumerRecord<>("journal", 0, offset, new byte[0], new byte[0]))
                .toList();
        atHand.handedOn(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
    }

    private boolean isLastOfLittle(long offset) {
        return atHand.isLastOfLittle(new RecordMetadata() {
            @Override
            public String topic() {
                return "journal";
            }

            @Override
            public int partition() {
                return 0;
            }

            @Override
            public long offset() {
                return offset;
            }
        });
    }
}
