package dev.linewarden.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a row in Avro's binary encoding: numbers as zigzag varints, texts as UTF-8 behind their length. Times
 * are epoch milliseconds, enum constants their names. Written by hand, since rows are a third of what a decision costs, and
 * one buffer takes all rows. Not thread-safe.
 */
final class RowOutput {

    private static final int INITIAL_SIZE = 512;
    private static final int LONGEST_NUMBER = 10;
    // Measured: a longer text is written faster by the JDK, which makes a copy but takes many characters at once.
    private static final int LONGEST_BY_HAND = 8;

    private byte[] buffer = new byte[INITIAL_SIZE];
    private int size;

    /** Writes one item of a list. */
    interface Item<T> {
        void write(T item, RowOutput out);
    }

    /** Begins a row. What is left of one that could not be written is forgotten. */
    void begin(int type, int version) {
        buffer[0] = (byte) type;
        buffer[1] = (byte) version;
        size = 2;
    }

    byte[] end() {
        return Arrays.copyOf(buffer, size);
    }

    RowOutput text(String value) {
        int length = value.length();
        if (length > LONGEST_BY_HAND) {
            return encoded(value.getBytes(StandardCharsets.UTF_8));
        }
        int start = size;
        number(length);
        reserve(length);
        byte[] target = buffer;
        int at = size;
        for (int i = 0; i < length; i++) {
            char unit = value.charAt(i);
            if (unit >= 0x80) {
                // What is not ASCII is left to the JDK, which knows of half pairs.
                size = start;
                return encoded(value.getBytes(StandardCharsets.UTF_8));
            }
            target[at++] = (byte) unit;
        }
        size = at;
        return this;
    }

    private RowOutput encoded(byte[] text) {
        number(text.length);
        reserve(text.length);
        System.arraycopy(text, 0, buffer, size, text.length);
        size += text.length;
        return this;
    }

    RowOutput textOrNull(@Nullable String value) {
        flag(value != null);
        return value == null ? this : text(value);
    }

    RowOutput number(long value) {
        reserve(LONGEST_NUMBER);
        size = put(value, buffer, size);
        return this;
    }

    /** Answers the place behind it. */
    private static int put(long value, byte[] target, int place) {
        int at = place;
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    RowOutput flag(boolean value) {
        reserve(1);
        buffer[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    RowOutput time(Instant value) {
        return number(value.toEpochMilli());
    }

    RowOutput timeOrNull(@Nullable Instant value) {
        flag(value != null);
        return value == null ? this : time(value);
    }

    RowOutput constant(Enum<?> value) {
        return text(value.name());
    }

    RowOutput constantOrNull(@Nullable Enum<?> value) {
        return textOrNull(value == null ? null : value.name());
    }

    /** Differences, which are short where the numbers are long. */
    RowOutput ascending(long[] values) {
        number(values.length);
        reserve(LONGEST_NUMBER * values.length);
        int at = size;
        long previous = 0;
        for (long value : values) {
            at = put(value - previous, buffer, at);
            previous = value;
        }
        size = at;
        return this;
    }

    <T> RowOutput list(List<T> items, Item<T> item) {
        number(items.size());
        for (int i = 0; i < items.size(); i++) {
            item.write(items.get(i), this);
        }
        return this;
    }

    RowOutput map(Map<String, String> map) {
        number(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            text(entry.getKey()).text(entry.getValue());
        }
        return this;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }
}
