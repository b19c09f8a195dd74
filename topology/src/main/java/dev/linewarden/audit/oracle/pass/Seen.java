package dev.linewarden.audit.oracle.pass;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * When a line, a server or a person was last touched by something that may move a promise: each time is the number of what
 * was taken so far, so that a promise asks whether it came after it.
 */
final class Seen {

    private static final int RANKS = 4;

    private final long[] taken = new long[RANKS];
    /** The last send or promise at a time at which the line was not silent. */
    long takenAloud;
    /** The last send that did not pass the gate. */
    long elsewhere;
    /** The last message that came in. */
    long heard;
    /** The last wish of any kind: for help, to be written to no more, or again. */
    long wished;
    /** The last wish to be written to no more. */
    long optedOut;
    /** The last report of a line, or command about a person. */
    long ordered;
    /** The last promise to the person that was moved. */
    long moved;

    void write(DataOutputStream out) throws IOException {
        for (long last : taken) {
            out.writeLong(last);
        }
        for (long last : new long[] {takenAloud, elsewhere, heard, wished, optedOut, ordered, moved}) {
            out.writeLong(last);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int rank = 0; rank < RANKS; rank++) {
            taken[rank] = in.readLong();
        }
        takenAloud = in.readLong();
        elsewhere = in.readLong();
        heard = in.readLong();
        wished = in.readLong();
        optedOut = in.readLong();
        ordered = in.readLong();
        moved = in.readLong();
    }

    /** Somebody of the rank took a place. */
    void taken(int rank, long number) {
        taken[rank] = number;
    }

    /** Whether somebody who goes before the rank took a place since. */
    boolean isTakenSince(long number, int rank) {
        return Arrays.stream(taken, 0, rank).anyMatch(last -> last > number);
    }

    /** Whether anybody took a place since. */
    boolean isTakenSince(long number) {
        return isTakenSince(number, RANKS);
    }
}
