package dev.linewarden.core.state;

import java.util.List;

/** Which entries of a {@link BurstMinute} are looked for: a bit for each kind, since a minute may hold more than a thousand. */
public final class Kinds {

    public static final Kinds SENDS = of(BurstMinute.REPLY, BurstMinute.OUTREACH);
    public static final Kinds OUTREACH_SENDS = of(BurstMinute.OUTREACH);
    // By the viewer's rank.
    private static final List<Kinds> SEEN =
            Precedence.ALL.stream().map(Kinds::of).toList();
    private static final List<Kinds> OUTREACH_SEEN =
            SEEN.stream().map(Kinds::outreachAlone).toList();

    private final int bits;

    private Kinds(int bits) {
        this.bits = bits;
    }

    private static Kinds of(int... kinds) {
        int bits = 0;
        for (int kind : kinds) {
            bits |= 1 << kind;
        }
        return new Kinds(bits);
    }

    private static Kinds of(Precedence viewer) {
        int bits = SENDS.bits;
        for (Precedence booked : Precedence.ALL) {
            bits |= viewer.respects(booked) ? 1 << BurstMinute.reserved(booked) : 0;
        }
        return new Kinds(bits);
    }

    private Kinds outreachAlone() {
        return new Kinds(bits & ~of(BurstMinute.REPLY, BurstMinute.RESERVED_FOR_REPLY).bits);
    }

    /** Those that count as sends for who has the given precedence. */
    public static Kinds seenBy(Precedence viewer) {
        return SEEN.get(viewer.rank());
    }

    /** Those of them that are outreach. */
    public static Kinds outreachSeenBy(Precedence viewer) {
        return OUTREACH_SEEN.get(viewer.rank());
    }

    /** Whether the entry is of one of these kinds. */
    public boolean has(long entry) {
        return bit(entry) != 0;
    }

    private int bit(long entry) {
        return bits >>> (entry & BurstMinute.KIND_MASK) & 1;
    }

    /**
     * How many of a minute's entries are of these kinds.
     *
     * @param from the first epoch millisecond that counts
     * @param before the one behind the last
     */
    public int count(long[] entries, long from, long before) {
        int count = 0;
        int end = BurstMinute.firstAt(entries, before);
        for (int i = BurstMinute.firstAt(entries, from); i < end; i++) {
            count += bit(entries[i]);
        }
        return count;
    }
}
