package dev.linewarden.audit.replay;

/** How many times something was by how much, in buckets that double: the median is known to within its bucket. */
public final class Spread {

    private static final int BUCKETS = 48;

    private final long[] buckets = new long[BUCKETS];
    private long count;
    private long most;

    void add(long millis) {
        count++;
        most = Math.max(most, millis);
        buckets[Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(millis))]++;
    }

    public long count() {
        return count;
    }

    /** In milliseconds. */
    public long most() {
        return most;
    }

    /** At least half were by no more than this, in milliseconds. */
    public long half() {
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += buckets[bucket];
            if (seen > 0 && seen * 2 >= count) {
                return Math.min(most, (1L << bucket) - 1);
            }
        }
        return 0;
    }
}
