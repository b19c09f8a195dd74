package dev.linewarden.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A stream thread's producer that flushes once for each commit. Kafka Streams writes what a task holds back, flushes, and goes on
 * to the next task: of each it waits for a round trip of requests with that task's few records in them. Nothing is asked of the
 * tasks in between but to hold back no longer; where their changelogs end is read behind the commit. So all tasks write first, and
 * one flush sends what they wrote, before offsets are added to the transaction.
 *
 * <p>What fails is reported as ever, only later: by what ends the transaction. Used by its stream thread alone.
 */
final class OneFlushProducer extends KafkaProducer<byte[], byte[]> {

    private final Share share;
    private boolean isFlushOwed;
    private boolean isCommitting;

    /** @param share is told how long commits take */
    OneFlushProducer(Map<String, Object> settings, Share share) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.share = share;
    }

    @Override
    public void flush() {
        begin();
        isFlushOwed = true;
    }

    private void begin() {
        if (!isCommitting) {
            isCommitting = true;
            share.commitBegins();
        }
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        flushNow();
        super.sendOffsetsToTransaction(offsets, groupMetadata);
    }

    @Override
    public void commitTransaction() {
        begin();
        flushNow();
        super.commitTransaction();
        isCommitting = false;
        share.commitEnded();
    }

    @Override
    public void abortTransaction() {
        isFlushOwed = false;
        isCommitting = false;
        super.abortTransaction();
    }

    private void flushNow() {
        if (isFlushOwed) {
            isFlushOwed = false;
            super.flush();
        }
    }
}
