package dev.linewarden.core.state;

import java.time.Instant;
import java.util.Arrays;

/**
 * The sends and reserved slots of a line within one minute of the epoch, and what came in: an explicit window key. Limits
 * over any policy window are read from as many minutes as it spans.
 *
 * @param packed ascending; each an epoch millisecond, the traits of a {@link Sent}, and its kind in the low bits
 * @param inbounds ascending; the epoch milliseconds at which messages came in on the line
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its key alone; an array is what a hot path can afford
public record BurstMinute(String pool, String line, long minute, long[] packed, long[] inbounds) implements Row {

    private static final int KIND_BITS = 3;
    static final long KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int TIME_SHIFT = KIND_BITS + Sent.TRAIT_BITS;
    private static final int TRAIT_MASK = (1 << Sent.TRAIT_BITS) - 1;
    static final int REPLY = 0;
    static final int OUTREACH = 1;
    private static final int RESERVED = 2;
    static final int RESERVED_FOR_REPLY = 5;
    private static final long MILLIS_PER_MINUTE = 60_000;
    static final long[] NOTHING = {};

    public static BurstMinute empty(String pool, String line, long minute) {
        return new BurstMinute(pool, line, minute, NOTHING, NOTHING);
    }

    public static long minuteOf(long millis) {
        return Math.floorDiv(millis, MILLIS_PER_MINUTE);
    }

    public static String key(String pool, String line, long minute) {
        return key(Keyring.NONE, pool, line, minute);
    }

    static String key(Keyring keys, String pool, String line, long minute) {
        return keys.of(pool, line, minute);
    }

    @Override
    public Table table() {
        return Table.LINE_BURSTS;
    }

    @Override
    public String key() {
        return key(pool, line, minute);
    }

    @Override
    public String keyFrom(Keyring keys) {
        return key(keys, pool, line, minute);
    }

    public BurstMinute withSend(Sent sent) {
        return with(pack(sent.at(), sent.traits() << KIND_BITS | (sent.outreach() ? OUTREACH : REPLY)));
    }

    public BurstMinute withInbound(Instant at) {
        return new BurstMinute(pool, line, minute, packed, Times.with(inbounds, 0, at.toEpochMilli()));
    }

    /** With a slot that is booked. */
    public BurstMinute withReservation(Instant slot, Precedence precedence) {
        return with(pack(slot, reserved(precedence)));
    }

    /** Without one reservation of that slot and kind, if there is one. */
    public BurstMinute withoutReservation(Instant slot, Precedence precedence) {
        int at = Arrays.binarySearch(packed, pack(slot, reserved(precedence)));
        if (at < 0) {
            return this;
        }
        long[] next = new long[packed.length - 1];
        System.arraycopy(packed, 0, next, 0, at);
        System.arraycopy(packed, at + 1, next, at, next.length - at);
        return new BurstMinute(pool, line, minute, next, inbounds);
    }

    /** Without the sends that lie after {@code now}; reserved slots stay. */
    public BurstMinute withoutSendsAfter(Instant now) {
        long[] kept = Arrays.stream(packed)
                .filter(entry -> !isSend(entry) || millis(entry) <= now.toEpochMilli())
                .toArray();
        return kept.length == packed.length ? this : new BurstMinute(pool, line, minute, kept, inbounds);
    }

    /** Whether somebody finds a slot now that was taken before; a send takes the place of the slot that it had booked. */
    public boolean frees(BurstMinute before) {
        // Mostly one entry of hundreds has gone or come.
        int at = Arrays.mismatch(packed, before.packed);
        for (int i = at; i >= 0 && i < before.packed.length; i++) {
            long entry = before.packed[i];
            while (at < packed.length && packed[at] < entry) {
                at++;
            }
            if (at < packed.length && packed[at] == entry) {
                at++;
            } else if (!isTakenBySend(millis(entry), isOutreach(entry))) {
                return true;
            }
        }
        // One send may have taken the place of one booking, not of two.
        return packed.length < before.packed.length;
    }

    private boolean isTakenBySend(long millis, boolean outreach) {
        for (int i = firstAt(packed, millis); i < packed.length && millis(packed[i]) == millis; i++) {
            if (isSend(packed[i]) && (isOutreach(packed[i]) || !outreach)) {
                return true;
            }
        }
        return false;
    }

    /** The place of the first entry at that time or behind it. */
    static int firstAt(long[] entries, long millis) {
        long least = millis << TIME_SHIFT;
        int from = 0;
        int to = entries.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (entries[middle] < least) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private BurstMinute with(long entry) {
        return new BurstMinute(pool, line, minute, Times.with(packed, 0, entry), inbounds);
    }

    static int reserved(Precedence precedence) {
        return precedence == Precedence.REPLY ? RESERVED_FOR_REPLY : RESERVED + precedence.rank() - 1;
    }

    private static long pack(Instant at, int kind) {
        return at.toEpochMilli() << TIME_SHIFT | kind;
    }

    /** The epoch milliseconds of a packed entry. */
    public static long millis(long entry) {
        return entry >> TIME_SHIFT;
    }

    /** Whether the entry is a send, as against a reserved slot. */
    public static boolean isSend(long entry) {
        return (entry & KIND_MASK) < RESERVED;
    }

    /** The send that the entry stands for. */
    public static Sent sent(long entry) {
        return Sent.of(Instant.ofEpochMilli(millis(entry)), isOutreach(entry), (int) (entry >> KIND_BITS) & TRAIT_MASK);
    }

    /** Whether the entry is an outreach send, or a slot reserved for one. */
    public static boolean isOutreach(long entry) {
        long kind = entry & KIND_MASK;
        return kind != REPLY && kind != RESERVED_FOR_REPLY;
    }
}
