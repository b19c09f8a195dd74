package dev.linewarden.streams;

import dev.linewarden.contract.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be understood, as it was read. Its headers say where it was read and what is wrong with it, in
 * words of ours: messages and stack traces of exceptions may hold content, and so never go there.
 */
final class DeadLetter {

    private DeadLetter() {}

    static Record<byte[], byte[]> of(
            byte @Nullable [] key, byte @Nullable [] value, RecordMetadata source, String error, long timestamp) {
        Headers headers = new RecordHeaders();
        add(headers, DeadLetterHeaders.TOPIC, source.topic());
        add(headers, DeadLetterHeaders.PARTITION, Integer.toString(source.partition()));
        add(headers, DeadLetterHeaders.OFFSET, Long.toString(source.offset()));
        add(headers, DeadLetterHeaders.ERROR, error);
        return new Record<>(key, value, timestamp, headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
