package dev.linewarden.core.state;

import java.util.HexFormat;

/**
 * Keys that sort as their parts do, and where every row lies. The parts, first to last, behind the store's name:
 *
 * <pre>
 * lines                 pool, line                                       Line
 * recipients            pool, recipient                                  Recipient
 *                       pool, "", pseudonym                              KeptOptOut
 * line-activity         pool, line, ""                                   LineActivity
 *                       pool, line, "arrivals"                           Arrivals
 *                       pool, line, "openers"                            Openers
 *                       pool, line, "residents"                          Residents
 * server-daily-counts   pool, server, day                                ServerDay
 * line-bursts           pool, line, minute                               BurstMinute
 * recipient-follow-ups  pool, recipient                                  FollowUps
 * requests              pool, request id                                 RequestRecord
 * deferrals             "wait", pool, request id                         Deferral
 *                       "due", due + rank + offset, pool, request id     Wake
 *                       "due", due + rank + offset, pool, cause          Release
 *                       "by-cause", pool, cause, promised + offset, id   Waiter
 *                       "watch", due, pool, line                         Watch
 * pools                 pool, "clock"                                    PoolClock
 *                       pool, "policy"                                   PoolPolicy
 *                       pool, "raised", cause                            Raised
 *                       pool, "shadow"                                   ShadowRun
 *                       pool, "suspended"                                Suspensions
 * </pre>
 *
 * and each of them once more for a pool that has a second policy, under a mark and the pool: {@link Shadowed}.
 *
 * So the rows of one pool are one range of a store, and windows (day, minute) are part of the key. Only {@code deferrals}
 * begins with a family: what falls due next is looked for over all pools of a partition at once. Days, minutes, times and
 * journal offsets are {@link #ordered}. A layout that changes needs a way for the rows that lie where it was before: {@link
 * Layout} is the way for {@link EarlierWait} and {@link EarlierWaiter}.
 */
public final class Keys {

    // Sorts below every printable character, so that one pool's rows are a contiguous range.
    private static final char SEPARATOR = '\u0000';
    private static final char AFTER_SEPARATOR = '\u0001';
    private static final HexFormat HEX = HexFormat.of();

    private Keys() {}

    /** The pool whose row lies under the key. */
    public static String poolOf(Table table, String key) {
        boolean isByTime = key.startsWith(Keysets.DUE_START) || key.startsWith(Keysets.WATCH_START);
        int part = table != Table.DEFERRALS ? 0 : isByTime ? 2 : 1;
        int from = 0;
        for (int i = 0; i < part; i++) {
            from = key.indexOf(SEPARATOR, from) + 1;
        }
        return key.substring(from, key.indexOf(SEPARATOR, from));
    }

    public static String of(String first, String second) {
        return first + SEPARATOR + second;
    }

    public static String of(String first, String second, String third) {
        return first + SEPARATOR + second + SEPARATOR + third;
    }

    /** The smallest key that is greater than every key which begins with the given parts. */
    public static String end(String prefix) {
        return prefix + AFTER_SEPARATOR;
    }

    /** The smallest key that begins with the given part. */
    public static String start(String prefix) {
        return prefix + SEPARATOR;
    }

    /** A non-negative number in fixed width, so that text order is number order. */
    public static String ordered(long number) {
        return HEX.toHexDigits(number);
    }
}
