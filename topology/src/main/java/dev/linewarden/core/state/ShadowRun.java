package dev.linewarden.core.state;

import dev.linewarden.core.model.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pool's second policy: where its run stands, and what it has decided. One a pool; it stays when the run is over, until the
 * next begins.
 *
 * @param order what was asked for
 * @param began when it began to judge; null before the pool's rows are copied
 * @param beganOffset the last journal entry before it began to judge
 * @param ended when it was told to end, or ended by itself; null before
 * @param ending why it ended; null before
 * @param cursor how far its rows are copied, or removed
 * @param rows how many rows were copied
 * @param tally what it has decided
 * @param next what was asked for while its rows were not removed yet; null for nothing
 */
public record ShadowRun(
        String pool,
        Phase phase,
        Order order,
        @Nullable Instant began,
        long beganOffset,
        @Nullable Instant ended,
        @Nullable Ending ending,
        Cursor cursor,
        long rows,
        Tally tally,
        @Nullable Order next)
        implements Row {

    /** Where a run stands. */
    public enum Phase {
        /** The pool's rows are copied, a few at a time; what changes meanwhile is copied with it. */
        COPYING,
        /** It judges what the pool hears. */
        JUDGING,
        /** It judges no more, and its rows are removed, a few at a time. */
        CLEARING,
        /** Nothing is left but this row. */
        OVER
    }

    /** Why a run ended. */
    public enum Ending {
        STOPPED,
        TIME_IS_UP,
        REPLACED,
        /** A bug; the first policy is not concerned. */
        FAILED
    }

    /**
     * What was asked for.
     *
     * @param yaml the second policy
     * @param until when the run ends by itself; null for never
     * @param at when it was asked for, by the gate's clock
     * @param offset its place in the journal
     */
    public record Order(String yaml, @Nullable Instant until, Instant at, long offset) {}

    /**
     * A place in a walk over all rows of a pool.
     *
     * @param section which of the stretches that hold them
     * @param key the key at which the next look begins; empty for the stretch's own
     */
    public record Cursor(int section, String key) {
        public static final Cursor START = new Cursor(0, "");
    }

    /** How many decisions were made. */
    public record Tally(long approved, long deferred, long rejected) {

        static final Tally NONE = new Tally(0, 0, 0);

        public long total() {
            return approved + deferred + rejected;
        }

        Tally with(Decision decision) {
            return switch (decision.outcome()) {
                case APPROVED -> new Tally(approved + 1, deferred, rejected);
                case DEFERRED -> new Tally(approved, deferred + 1, rejected);
                case REJECTED -> new Tally(approved, deferred, rejected + 1);
            };
        }
    }

    /** A run that has just been asked for. */
    public static ShadowRun of(String pool, Order order) {
        return new ShadowRun(pool, Phase.COPYING, order, null, -1, null, null, Cursor.START, 0, Tally.NONE, null);
    }

    public static String key(String pool) {
        return Keys.of(pool, "shadow");
    }

    @Override
    public Table table() {
        return Table.POOLS;
    }

    @Override
    public String key() {
        return key(pool);
    }

    /** Whether it takes the store's time still. */
    public boolean isOn() {
        return phase != Phase.OVER;
    }

    public boolean isJudging() {
        return phase == Phase.JUDGING;
    }

    private boolean isUnderWay() {
        return phase == Phase.COPYING || phase == Phase.JUDGING;
    }

    public boolean isExpired(Instant now) {
        return isUnderWay() && order.until() != null && !now.isBefore(order.until());
    }

    public ShadowRun copied(Cursor reached, int more) {
        return new ShadowRun(pool, phase, order, began, beganOffset, ended, ending, reached, rows + more, tally, next);
    }

    public ShadowRun judgingSince(Instant now, long offset) {
        return new ShadowRun(pool, Phase.JUDGING, order, now, offset, null, null, Cursor.START, rows, tally, next);
    }

    /** It judges no more. One that ended before stays as it ended. */
    public ShadowRun ended(Instant now, Ending why) {
        return isUnderWay()
                ? new ShadowRun(
                        pool, Phase.CLEARING, order, began, beganOffset, now, why, Cursor.START, rows, tally, next)
                : this;
    }

    public ShadowRun cleared(Cursor reached) {
        return new ShadowRun(pool, phase, order, began, beganOffset, ended, ending, reached, rows, tally, next);
    }

    /** Its rows are gone: it is over, or what was asked for meanwhile begins. */
    public ShadowRun over() {
        return next != null
                ? of(pool, next)
                : new ShadowRun(
                        pool, Phase.OVER, order, began, beganOffset, ended, ending, Cursor.START, rows, tally, null);
    }

    /** With what is to follow it; null for nothing. */
    public ShadowRun followedBy(@Nullable Order order) {
        return new ShadowRun(pool, phase, this.order, began, beganOffset, ended, ending, cursor, rows, tally, order);
    }

    public ShadowRun deciding(Decision decision) {
        return new ShadowRun(
                pool, phase, order, began, beganOffset, ended, ending, cursor, rows, tally.with(decision), next);
    }
}
