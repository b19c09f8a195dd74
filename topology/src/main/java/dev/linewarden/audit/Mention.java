package dev.linewarden.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records in whose bytes a text is found: one without it cannot be about it, and need not be decoded, which is most of the work
 * of reading.
 */
final class Mention implements Predicate<ConsumerRecord<byte[], byte[]>> {

    private final byte[] text;

    private Mention(byte[] text) {
        this.text = text;
    }

    static Mention of(String text) {
        return new Mention(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean test(ConsumerRecord<byte[], byte[]> record) {
        return isIn(record.value());
    }

    private boolean isIn(byte @Nullable [] value) {
        if (value == null || text.length == 0) {
            return value != null;
        }
        for (int at = 0; at <= value.length - text.length; at++) {
            if (value[at] == text[0] && Arrays.equals(value, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}
