package dev.linewarden.audit.replay;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the recorded decisions were made that came behind their request's own entry. Such a decision bears the latest entry of
 * its pool, and others may have had any number since: how far the journal was tells its time alone. Sixteen bytes for each,
 * and nothing where one pool has the partition to itself, for then the next entry is its own. Not thread-safe.
 */
final class Later {

    private long[] offsets = new long[1024];
    private long[] times = new long[1024];
    private int count;
    private @Nullable String pool;
    private boolean isShared;

    void add(Print print) {
        isShared |= pool != null && !pool.equals(print.pool());
        pool = print.pool();
        if (print.attempt() <= 1) {
            return;
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            times = Arrays.copyOf(times, count * 2);
        }
        offsets[count] = print.offset();
        times[count++] = print.decidedAt();
    }

    /** No more will be added. */
    void complete() {
        count = isShared ? count : 0;
        offsets = Arrays.copyOf(offsets, count);
        times = Arrays.copyOf(times, count);
    }

    /** How many were made by the pools themselves behind where they stand. */
    long behind(Standing standing) {
        Standing.ByEntry latest = standing.byEntry();
        long behind = 0;
        for (int i = 0; i < count; i++) {
            behind += latest.isBehind(offsets[i], times[i]) ? 1 : 0;
        }
        return behind;
    }
}
