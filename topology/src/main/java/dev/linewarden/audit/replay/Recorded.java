package dev.linewarden.audit.replay;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a gate recorded about one journal partition, a {@link Fingerprint} a decision: eight bytes and a bit for each, with how
 * many there are in each stretch of the journal, and {@link Later} when some were made. All are added first, by any thread;
 * then one thread asks.
 */
final class Recorded {

    private static final int BITS_OF_BLOCK = 10;

    private long[] prints = new long[1024];
    private BitSet met = new BitSet();
    private long[] blocks = new long[16];
    private final @Nullable Later later;
    private int count;
    private int unmet;

    Recorded() {
        this(false);
    }

    /** @param asksBehind whether {@link #behind} will be asked */
    Recorded(boolean asksBehind) {
        later = asksBehind ? new Later() : null;
    }

    synchronized void add(Print print) {
        int block = block(print.offset());
        if (later != null) {
            later.add(print);
        }
        if (block >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(block + 1, blocks.length * 2));
        }
        blocks[block]++;
        if (count == prints.length) {
            prints = Arrays.copyOf(prints, count * 2);
        }
        prints[count++] = print.fingerprint();
    }

    /** Offsets are counted in blocks. */
    static int block(long offset) {
        return (int) (Math.max(0, offset) >> BITS_OF_BLOCK);
    }

    /** How many were made before the block of the offset. */
    long before(long offset) {
        return Arrays.stream(blocks, 0, Math.min(blocks.length, block(offset))).sum();
    }

    /** How many were made by the pools themselves behind where they stand, before any of these had another entry. */
    long behind(Standing standing) {
        return later == null ? 0 : later.behind(standing);
    }

    /** No more will be added. */
    synchronized void complete() {
        if (later != null) {
            later.complete();
        }
        Arrays.sort(prints, 0, count);
        met = new BitSet(count);
        unmet = count;
    }

    /** Whether one such decision was recorded that was not met yet; it is from now on. */
    boolean meet(long print) {
        int at = unmetAt(print);
        if (at >= 0) {
            met.set(at);
            unmet--;
        }
        return at >= 0;
    }

    /** Whether one such decision was recorded that was not met. */
    boolean isUnmet(long print) {
        return unmetAt(print) >= 0;
    }

    private int unmetAt(long print) {
        int at = Arrays.binarySearch(prints, 0, count, print);
        if (at < 0) {
            return -1;
        }
        while (at > 0 && prints[at - 1] == print) {
            at--;
        }
        // The same decision twice: each is met once.
        while (at < count && prints[at] == print) {
            if (!met.get(at)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** How many of them were not met. */
    int unmet() {
        return unmet;
    }
}
