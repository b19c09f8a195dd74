package dev.linewarden.core.state;

import java.util.HexFormat;

/** Keys that sort as their parts do. */
public final class Keys {

    // Sorts below every printable character, so that one pool's rows are a contiguous range.
    private static final char SEPARATOR = '\u0000';
    private static final char AFTER_SEPARATOR = '\u0001';
    private static final HexFormat HEX = HexFormat.of();

    private Keys() {}

    public static String of(String first, String second) {
        return first + SEPARATOR + second;
    }

    public static String of(String first, String second, String third) {
        return first + SEPARATOR + second + SEPARATOR + third;
    }

    /** The smallest key that is greater than every key which begins with the given parts. */
    public static String end(String prefix) {
        return prefix + AFTER_SEPARATOR;
    }

    /** The smallest key that begins with the given part. */
    public static String start(String prefix) {
        return prefix + SEPARATOR;
    }

    /** A non-negative number in fixed width, so that text order is number order. */
    public static String ordered(long number) {
        return HEX.toHexDigits(number);
    }
}
