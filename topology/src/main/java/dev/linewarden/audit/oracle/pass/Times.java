package dev.linewarden.audit.oracle.pass;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Times of messages, ascending, as many as limits look back on. What leaves late is given its own time, so a message may
 * have others behind it already: a limit is held against every interval that contains it.
 */
final class Times {

    private long[] times;
    private int first;
    private int end;

    /**
     * @param expected how many there will be, about
     */
    Times(int expected) {
        times = new long[expected];
    }

    /**
     * Adds one.
     *
     * @param kept how far behind it others are kept; the last that were, {@code least} of them, are in any case
     */
    void add(long at, long kept, int least) {
        while (end - first > least && times[first] < at - kept) {
            first++;
        }
        if (end == times.length) {
            int size = end - first;
            long[] roomy = size > times.length / 2 ? new long[Math.max(4, size * 2)] : times;
            System.arraycopy(times, first, roomy, 0, size);
            times = roomy;
            first = 0;
            end = size;
        }
        int place = end++;
        while (place > first && times[place - 1] > at) {
            times[place] = times[place - 1];
            place--;
        }
        times[place] = at;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(size());
        for (int i = first; i < end; i++) {
            out.writeLong(times[i]);
        }
    }

    /** Reads what was written of one in which there is nothing yet. */
    void read(DataInputStream in) throws IOException {
        int size = in.readInt();
        times = size > times.length ? new long[size] : times;
        for (end = 0; end < size; end++) {
            times[end] = in.readLong();
        }
    }

    int size() {
        return end - first;
    }

    long last() {
        return size() == 0 ? Person.NEVER : times[end - 1];
    }

    /** One of them, counted from the last. */
    long fromLast(int back) {
        return times[end - 1 - back];
    }

    /** The most, with one more at {@code at}, in any interval of that length that contains it. */
    int mostIn(long at, long window) {
        int place = end;
        while (place > first && times[place - 1] > at) {
            place--;
        }
        int start = place;
        while (start > first && at - times[start - 1] < window) {
            start--;
        }
        int most = place - start + 1;
        for (int last = place; last < end && times[last] - at < window; last++) {
            while (start < place && times[last] - times[start] >= window) {
                start++;
            }
            most = Math.max(most, last + 1 - start + 1);
        }
        return most;
    }

    /** How far the nearest is from {@code at}, before or behind it; very far for none. */
    long nearest(long at) {
        long nearest = -Person.NEVER;
        for (int i = end - 1; i >= first; i--) {
            nearest = Math.min(nearest, Math.abs(at - times[i]));
            if (times[i] <= at) {
                break;
            }
        }
        return nearest;
    }

    /** What lies ahead of a clock that stepped back counts as now. */
    void bringBack(long now) {
        for (int i = end - 1; i >= first && times[i] > now; i--) {
            times[i] = now;
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(times, first, end));
    }
}
