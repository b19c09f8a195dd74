package dev.linewarden.streams;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Client timestamps, kept between the epoch and now: one from the future would make a write to an internal topic fail, and
 * a negative one would stop the application. Nothing that is judged hangs on them.
 */
public final class ClampedTimestamps implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, Math.min(record.timestamp(), System.currentTimeMillis()));
    }
}
