package dev.linewarden.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text as UTF-8 and nothing else: what is none is an error with its place, and not a row of question marks. */
public final class Utf8 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** Bytes that are not UTF-8; the message says which and where. */
    public static final class NotUtf8Exception extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final int column;

        NotUtf8Exception(int line, int column, byte found) {
            super(String.format("byte 0x%02X at column %d is not UTF-8: save the text as UTF-8", found, column));
            this.line = line;
            this.column = column;
        }

        /** Counted from 1. */
        public int line() {
            return line;
        }

        /** In characters, counted from 1. */
        public int column() {
            return column;
        }
    }

    /** The text of a file, without the byte order mark that some editors put in front. */
    public static String read(Path file) throws IOException, NotUtf8Exception {
        byte[] bytes = Files.readAllBytes(file);
        return decode(bytes, bytes.length);
    }

    /** The first {@code length} bytes as text, without a byte order mark in front. */
    public static String decode(byte[] bytes, int length) throws NotUtf8Exception {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer out = CharBuffer.allocate(length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            String before = out.toString();
            int lines = (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            throw new NotUtf8Exception(lines + 1, column, bytes[in.position()]);
        }
        boolean isMarked = out.hasRemaining() && out.get(0) == BYTE_ORDER_MARK;
        return isMarked ? out.subSequence(1, out.length()).toString() : out.toString();
    }
}
