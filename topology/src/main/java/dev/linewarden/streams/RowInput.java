package dev.linewarden.streams;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a row in the order in which {@link RowOutput} wrote them. */
final class RowInput {

    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    /** Reads one item of a list. */
    interface Item<T> {
        T read() throws IOException;
    }

    void begin(byte[] bytes, int offset) {
        decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoder);
    }

    String text() throws IOException {
        return decoder.readString();
    }

    @Nullable
    String textOrNull() throws IOException {
        return decoder.readBoolean() ? decoder.readString() : null;
    }

    long number() throws IOException {
        return decoder.readLong();
    }

    int integer() throws IOException {
        return Math.toIntExact(decoder.readLong());
    }

    boolean flag() throws IOException {
        return decoder.readBoolean();
    }

    Instant time() throws IOException {
        return Instant.ofEpochMilli(decoder.readLong());
    }

    @Nullable
    Instant timeOrNull() throws IOException {
        return decoder.readBoolean() ? time() : null;
    }

    <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        return Enum.valueOf(type, decoder.readString());
    }

    <E extends Enum<E>> @Nullable E constantOrNull(Class<E> type) throws IOException {
        return decoder.readBoolean() ? constant(type) : null;
    }

    long[] ascending() throws IOException {
        long[] values = new long[integer()];
        long previous = 0;
        for (int i = 0; i < values.length; i++) {
            previous += decoder.readLong();
            values[i] = previous;
        }
        return values;
    }

    <T> List<T> list(Item<T> item) throws IOException {
        int size = integer();
        if (size == 0) {
            return List.of();
        }
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item.read());
        }
        return List.copyOf(items);
    }

    Map<String, String> map() throws IOException {
        int size = integer();
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            map.put(text(), text());
        }
        return map;
    }
}
