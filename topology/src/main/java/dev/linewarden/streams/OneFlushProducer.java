package dev.linewarden.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A stream thread's producer that flushes once for each commit. Kafka Streams writes what a task holds back, flushes, and goes on
 * to the next task: of each it waits for a round trip of requests with that task's few records in them. Nothing is asked of the
 * tasks in between but to hold back no longer; where their changelogs end is read behind the commit. So all tasks write first, and
 * one flush sends what they wrote, before offsets are added to the transaction.
 *
 * <p>What fails is reported later than Kafka Streams looks for it: by what ends the transaction. What the broker did not take in time is a
 * {@link TimeoutException} then, behind which Kafka Streams takes its tasks up anew; of anything else it lets the thread go, as ever.
 * Used by its stream thread alone.
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
        tellingWhatWasLate(() -> super.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        begin();
        flushNow();
        tellingWhatWasLate(super::commitTransaction);
        isCommitting = false;
        share.commitEnded();
    }

    @Override
    public void abortTransaction() {
        isFlushOwed = false;
        isCommitting = false;
        super.abortTransaction();
    }

    private static void tellingWhatWasLate(Runnable part) {
        try {
            part.run();
        } catch (KafkaException failed) {
            if (isLate(failed)) {
                throw new TimeoutException("records were not taken in time", failed);
            }
            throw failed;
        }
    }

    /**
     * Whether a transaction failed since a record was not taken in time. Kafka's producer says only that it is in an error state, and
     * beneath it the record's error or, with no further cause, that it can no longer try it again. What is fatal has a type of its own.
     */
    static boolean isLate(Throwable failed) {
        Throwable cause = failed.getCause();
        return failed instanceof RetriableException
                || (failed.getClass() == KafkaException.class && (cause == null || isLate(cause)));
    }

    private void flushNow() {
        if (isFlushOwed) {
            isFlushOwed = false;
            super.flush();
        }
    }
}
