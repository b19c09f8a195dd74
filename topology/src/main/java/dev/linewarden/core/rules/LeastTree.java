package dev.linewarden.core.rules;

import java.util.Arrays;

/** Numbers in a row, of which the least, and the first that is small enough, are found in the logarithm of their count. */
final class LeastTree {

    private final int size;
    private final int leaves;
    // The root is 1, the children of i are 2i and 2i + 1, the numbers themselves stand behind all inner nodes.
    private final long[] least;

    LeastTree(int size, long initial) {
        this.size = size;
        this.leaves = Math.max(1, Integer.highestOneBit(Math.max(1, 2 * size - 1)));
        this.least = new long[2 * leaves];
        Arrays.fill(least, Long.MAX_VALUE);
        Arrays.fill(least, leaves, leaves + size, initial);
        for (int node = leaves - 1; node >= 1; node--) {
            least[node] = Math.min(least[2 * node], least[2 * node + 1]);
        }
    }

    long get(int place) {
        return least[leaves + place];
    }

    long least() {
        return least[1];
    }

    void set(int place, long value) {
        int node = leaves + place;
        least[node] = value;
        for (node /= 2; node >= 1; node /= 2) {
            least[node] = Math.min(least[2 * node], least[2 * node + 1]);
        }
    }

    /** The first place from {@code start} on, and then from the beginning, whose number is at most {@code most}; -1 for none. */
    int firstFrom(int start, long most) {
        return firstFrom(start, most, this, most);
    }

    /** The same, where the other row's number at that place is at most {@code mostOfOther} too. */
    int firstFrom(int start, long most, LeastTree other, long mostOfOther) {
        int behind = first(1, 0, leaves, start, most, other, mostOfOther);
        return behind >= 0 || start == 0 ? behind : first(1, 0, leaves, 0, most, other, mostOfOther);
    }

    int first(int start, long most) {
        return first(1, 0, leaves, start, most, this, most);
    }

    private int first(int node, int low, int high, int start, long most, LeastTree other, long mostOfOther) {
        if (high <= start || low >= size || least[node] > most || other.least[node] > mostOfOther) {
            return -1;
        }
        if (node >= leaves) {
            return low;
        }
        int middle = (low + high) >>> 1;
        int left = first(2 * node, low, middle, start, most, other, mostOfOther);
        return left >= 0 ? left : first(2 * node + 1, middle, high, start, most, other, mostOfOther);
    }
}
