package dev.linewarden.streams;

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
 * batch there is more to come, and committing it alone would cost more than it brings. Thread-safe.
 */
final class AtHand {

    // Half of what one poll of Streams hands on at most (max.poll.records is 1,000): so many come when it cannot keep
    // up.
    static final int MUCH = 500;

    private final Map<TopicPartition, Long> lastOfLittle = new ConcurrentHashMap<>();

    /** Notes what a poll has handed on. */
    void handedOn(ConsumerRecords<byte[], byte[]> polled) {
        boolean isLittle = polled.count() < MUCH;
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            if (isLittle && !records.isEmpty()) {
                lastOfLittle.put(partition, records.get(records.size() - 1).offset());
            } else {
                lastOfLittle.remove(partition);
            }
        }
    }

    /** Whether the record is the last of its partition that was handed on, and there was little. */
    boolean isLastOfLittle(RecordMetadata record) {
        Long last = lastOfLittle.get(new TopicPartition(record.topic(), record.partition()));
        return last != null && record.offset() >= last;
    }
}
