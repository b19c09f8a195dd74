package dev.linewarden.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a row in the order in which {@link RowOutput} wrote them. What cannot be one is {@link Malformed}. */
final class RowInput {

    private static final int BITS_OF_A_NUMBER = 64;

    private final byte[] bytes;
    private int at;

    RowInput(byte[] bytes, int start) {
        this.bytes = bytes;
        this.at = start;
    }

    /** Bytes that no release wrote; says what is wrong, and nothing of what they hold. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what, null, false, false);
        }
    }

    /** Reads one item of a list. */
    interface Item<T> {
        T read(RowInput in);
    }

    /** The constants of an enum, found by the bytes of their names: no text is made only to be thrown away. */
    static final class Constants<E extends Enum<E>> {
        private final E[] constants;
        private final byte[][] names;

        private Constants(E[] constants) {
            this.constants = constants.clone();
            this.names = new byte[constants.length][];
            for (int i = 0; i < names.length; i++) {
                names[i] = constants[i].name().getBytes(StandardCharsets.UTF_8);
            }
        }

        static <E extends Enum<E>> Constants<E> of(E[] constants) {
            return new Constants<>(constants);
        }
    }

    /** After the last field. */
    void end() {
        if (at != bytes.length) {
            throw new Malformed("something follows its last field");
        }
    }

    String text() {
        int length = sizeOf("text");
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    @Nullable
    String textOrNull() {
        return flag() ? text() : null;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < BITS_OF_A_NUMBER; shift += 7) {
            byte next = next();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new Malformed("a number is too long");
    }

    int integer() {
        long value = number();
        if (value != (int) value) {
            throw new Malformed("a number is too large");
        }
        return (int) value;
    }

    boolean flag() {
        byte next = next();
        if (next != 0 && next != 1) {
            throw new Malformed("a flag is neither 0 nor 1");
        }
        return next == 1;
    }

    Instant time() {
        return Instant.ofEpochMilli(number());
    }

    @Nullable
    Instant timeOrNull() {
        return flag() ? time() : null;
    }

    <E extends Enum<E>> E constant(Constants<E> known) {
        int length = sizeOf("constant");
        int end = at + length;
        for (int i = 0; i < known.names.length; i++) {
            if (Arrays.equals(known.names[i], 0, known.names[i].length, bytes, at, end)) {
                at = end;
                return known.constants[i];
            }
        }
        throw new Malformed("it names something that this release does not know");
    }

    <E extends Enum<E>> @Nullable E constantOrNull(Constants<E> known) {
        return flag() ? constant(known) : null;
    }

    long[] ascending() {
        long[] values = new long[sizeOf("list")];
        long previous = 0;
        for (int i = 0; i < values.length; i++) {
            previous += number();
            values[i] = previous;
        }
        return values;
    }

    <T> List<T> list(Item<T> item) {
        int size = sizeOf("list");
        if (size == 0) {
            return List.of();
        }
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item.read(this));
        }
        return List.copyOf(items);
    }

    Map<String, String> map() {
        int size = sizeOf("map");
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>(2 * size);
        for (int i = 0; i < size; i++) {
            map.put(text(), text());
        }
        return map;
    }

    // Whatever it counts takes a byte each at least: what cannot be there is not made room for.
    private int sizeOf(String what) {
        long size = number();
        if (size < 0 || size > bytes.length - at) {
            throw new Malformed("a " + what + " does not fit into it");
        }
        return (int) size;
    }

    private byte next() {
        if (at == bytes.length) {
            throw new Malformed("it ends too early");
        }
        return bytes[at++];
    }
}
