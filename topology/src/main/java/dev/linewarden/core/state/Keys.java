package dev.linewarden.core.state;

/** Keys that sort as their parts do. */
public final class Keys {

    // Sorts below every printable character, so that one pool's rows are a contiguous range.
    private static final char SEPARATOR = '\u0000';
    private static final char AFTER_SEPARATOR = '\u0001';
    private static final char[] HEX = "0123456789abcdef".toCharArray();

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
        char[] digits = new char[16];
        long rest = number;
        for (int i = 15; i >= 0; i--) {
            digits[i] = HEX[(int) (rest & 0xf)];
            rest >>>= 4;
        }
        return new String(digits);
    }
}
