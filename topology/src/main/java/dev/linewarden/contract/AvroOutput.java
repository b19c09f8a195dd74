package dev.linewarden.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a record in Avro's binary encoding, one after the other and with no schema at hand: whoever calls it knows
 * the schema. One buffer takes all records. Not thread-safe.
 */
final class AvroOutput {

    private static final int INITIAL_SIZE = 2_048;
    private static final int LONGEST_NUMBER = 10;
    private static final byte ABSENT = 0;
    // The second branch of a union, which is the index 1 in zigzag.
    private static final byte PRESENT = 2;

    private byte[] buffer = new byte[INITIAL_SIZE];
    private int size;

    /** Begins a value in the Confluent wire format. What is left of one that could not be written is forgotten. */
    void begin(int schemaId) {
        size = 0;
        buffer[size++] = 0;
        buffer[size++] = (byte) (schemaId >>> 24);
        buffer[size++] = (byte) (schemaId >>> 16);
        buffer[size++] = (byte) (schemaId >>> 8);
        buffer[size++] = (byte) schemaId;
    }

    byte[] end() {
        return Arrays.copyOf(buffer, size);
    }

    void number(long value) {
        reserve(LONGEST_NUMBER);
        byte[] target = buffer;
        int at = size;
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        size = at;
    }

    void flag(boolean value) {
        reserve(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    void time(Instant value) {
        number(value.toEpochMilli());
    }

    void textOrNull(@Nullable String value) {
        present(value != null);
        if (value != null) {
            text(value);
        }
    }

    void timeOrNull(@Nullable Instant value) {
        present(value != null);
        if (value != null) {
            time(value);
        }
    }

    void nameOrNull(@Nullable Enum<?> value) {
        textOrNull(value == null ? null : value.name());
    }

    /** In front of what may be null. */
    void present(boolean isPresent) {
        reserve(1);
        buffer[size++] = isPresent ? PRESENT : ABSENT;
    }

    /** Before the items of an array or map: how many there are. None needs nothing in front. */
    void count(int items) {
        if (items > 0) {
            number(items);
        }
    }

    /** Behind the items of an array or map. */
    void endOfItems() {
        reserve(1);
        buffer[size++] = 0;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
