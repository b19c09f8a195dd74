package dev.linewarden.core.rules;

/** Times in which a line has no slot for one precedence, as far as somebody looked. Half-open; the latest few are kept. */
final class FullTimes {

    // Now, this morning and the next ones: what a backlog waits for.
    private static final int MOST = 8;

    private final long[] from = new long[MOST];
    private final long[] free = new long[MOST];
    private int size;
    private int oldest;

    /** The end of the full time that holds {@code at}; {@code at} itself when none does. */
    long after(long at) {
        for (int i = 0; i < size; i++) {
            if (from[i] <= at && at < free[i]) {
                return free[i];
            }
        }
        return at;
    }

    /** Remembers that there is no slot from {@code start} until just before {@code end}. */
    void add(long start, long end) {
        for (int i = 0; i < size; i++) {
            if (from[i] <= end && start <= free[i]) {
                from[i] = Math.min(from[i], start);
                free[i] = Math.max(free[i], end);
                return;
            }
        }
        int place = size < MOST ? size++ : oldest++ % MOST;
        from[place] = start;
        free[place] = end;
    }

    void forget() {
        size = 0;
    }
}
