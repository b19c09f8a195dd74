package dev.linewarden.contract;

import dev.linewarden.schemas.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the bytes of a decision for where it was made, without decoding it: who goes over millions of them to compare
 * them needs little else. The fields stand here in the order of {@code Decision.avsc}, {@code OutboundRequest.avsc} and {@code
 * Finding.avsc}; {@code DecisionScanTest} holds it against what is decoded. Not thread-safe.
 */
public final class DecisionScan {

    private static final long LAYOUT = SchemaNormalization.parsingFingerprint64(Decision.getClassSchema());
    private static final int HEADER = 5;

    private byte[] data = new byte[0];
    private int at;
    private int pool;
    private long labels;
    private int build;
    private int behindBuild;
    private int partition;
    private long attempt;
    private long decidedAt;
    private long offset;
    private byte[] lastBuild = new byte[0];
    private String lastName = "";

    /** What is written with the schema can be looked through; the rest must be decoded. */
    public static boolean knows(Schema writer) {
        return SchemaNormalization.parsingFingerprint64(writer) == LAYOUT;
    }

    /**
     * Looks through a value in the Confluent wire format, written with a schema that it {@link #knows}.
     *
     * @return false for one that is laid out otherwise; decoding it will tell
     */
    public boolean of(byte[] value) {
        data = value;
        at = HEADER;
        try {
            text();
            request();
            number();
            textOrNull();
            textOrNull();
            findings();
            textOrNull();
            numberOrNull();
            attempt = number();
            decidedAt = number();
            text();
            text();
            build = at;
            textOrNull();
            behindBuild = at;
            partition = (int) number();
            offset = number();
            return at == data.length;
        } catch (IndexOutOfBoundsException tooShort) {
            return false;
        }
    }

    private void request() {
        text();
        pool = at;
        text();
        text();
        textOrNull();
        text();
        for (long left = items(); left > 0; left = left > 1 ? left - 1 : items()) {
            text();
            text();
        }
        number();
        number();
        numberOrNull();
        numberOrNull();
        textOrNull();
        if (isPresent()) {
            text();
            numberOrNull();
        }
        number();
        at += 2;
        labels = 0;
        for (long left = items(); left > 0; left = left > 1 ? left - 1 : items()) {
            labels++;
            text();
            text();
        }
    }

    private void findings() {
        for (long left = items(); left > 0; left = left > 1 ? left - 1 : items()) {
            text();
            textOrNull();
            number();
            at++;
            textOrNull();
            textOrNull();
            numberOrNull();
            textOrNull();
        }
    }

    private long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = data[at++];
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value >>> 1 ^ -(value & 1);
    }

    private void text() {
        skip(number());
    }

    private void skip(long bytes) {
        if (bytes < 0 || bytes > data.length - at) {
            throw new IndexOutOfBoundsException();
        }
        at += (int) bytes;
    }

    /** How many items follow; no writer of ours says how long they are. */
    private long items() {
        long count = number();
        if (count < 0) {
            throw new IndexOutOfBoundsException();
        }
        return count;
    }

    private boolean isPresent() {
        return number() != 0;
    }

    private void textOrNull() {
        if (isPresent()) {
            text();
        }
    }

    private void numberOrNull() {
        if (isPresent()) {
            number();
        }
    }

    /** The pool of its request. */
    public String pool() {
        return textAt(pool);
    }

    private String textAt(int place) {
        at = place;
        int length = (int) number();
        return new String(data, at, length, StandardCharsets.UTF_8);
    }

    /** How many labels its request has: more than one may stand in any order. */
    public long labels() {
        return labels;
    }

    /** The build that made it; null for none. */
    public @Nullable String build() {
        if (data[build] == 0) {
            return null;
        }
        // Hardly ever another than before.
        if (!Arrays.equals(data, build, behindBuild, lastBuild, 0, lastBuild.length)) {
            lastBuild = Arrays.copyOfRange(data, build, behindBuild);
            lastName = textAt(build + 1);
        }
        return lastName;
    }

    /** The how manieth judgement of its request it is, from 1 on. */
    public long attempt() {
        return attempt;
    }

    /** When it was made, in milliseconds since the epoch. */
    public long decidedAt() {
        return decidedAt;
    }

    /** The partition of the journal entry at which it was made. */
    public int partition() {
        return partition;
    }

    /** The offset of that entry. */
    public long offset() {
        return offset;
    }

    /** Where its fields begin. */
    public int begin() {
        return HEADER;
    }

    /** Where its build stands, from here to {@link #behindBuild}. */
    public int buildAt() {
        return build;
    }

    public int behindBuild() {
        return behindBuild;
    }
}
