package dev.linewarden.streams;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a row. Times are epoch milliseconds, enum constants their names. */
final class RowOutput {

    private static final int INITIAL_SIZE = 256;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_SIZE);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    /** Writes one item of a list. */
    interface Item<T> {
        void write(T item) throws IOException;
    }

    void begin() {
        bytes.reset();
    }

    byte[] end() throws IOException {
        encoder.flush();
        return bytes.toByteArray();
    }

    /** First of all: the encoder has nothing buffered yet. */
    void head(byte type, byte version) {
        bytes.write(type);
        bytes.write(version);
    }

    void text(String value) throws IOException {
        encoder.writeString(value);
    }

    void texts(String... values) throws IOException {
        for (String value : values) {
            encoder.writeString(value);
        }
    }

    void textOrNull(@Nullable String value) throws IOException {
        encoder.writeBoolean(value != null);
        if (value != null) {
            encoder.writeString(value);
        }
    }

    void number(long value) throws IOException {
        encoder.writeLong(value);
    }

    void numbers(long... values) throws IOException {
        for (long value : values) {
            encoder.writeLong(value);
        }
    }

    void flag(boolean value) throws IOException {
        encoder.writeBoolean(value);
    }

    void time(Instant value) throws IOException {
        encoder.writeLong(value.toEpochMilli());
    }

    void timeOrNull(@Nullable Instant value) throws IOException {
        encoder.writeBoolean(value != null);
        if (value != null) {
            time(value);
        }
    }

    void constant(Enum<?> value) throws IOException {
        encoder.writeString(value.name());
    }

    void constantOrNull(@Nullable Enum<?> value) throws IOException {
        textOrNull(value == null ? null : value.name());
    }

    /** Differences, which are short where the numbers are long. */
    void ascending(long[] values) throws IOException {
        encoder.writeLong(values.length);
        long previous = 0;
        for (long value : values) {
            encoder.writeLong(value - previous);
            previous = value;
        }
    }

    <T> void list(List<T> items, Item<T> item) throws IOException {
        encoder.writeLong(items.size());
        for (T each : items) {
            item.write(each);
        }
    }

    void map(Map<String, String> map) throws IOException {
        encoder.writeLong(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            texts(entry.getKey(), entry.getValue());
        }
    }
}
