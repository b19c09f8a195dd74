package dev.linewarden.core.state;

import java.time.Instant;

/**
 * One send of a line, with what a review of the line asks about it. It fits into one number: {@link BurstMinute} keeps
 * many.
 *
 * @param outreach outside an active conversation
 * @param opener the line's first message to somebody who never wrote to it
 * @param followUp how many turns had gone unanswered before it, at most {@value #MOST_FOLLOW_UPS}; 0 for none
 * @param cold to somebody who opted out, or never opted in, wrote or consented
 * @param offHours in the recipient's quiet hours, and no reply to a recent message
 */
public record Sent(Instant at, boolean outreach, boolean opener, int followUp, boolean cold, boolean offHours) {

    /** More follow-ups than this are counted as this many. */
    public static final int MOST_FOLLOW_UPS = 15;

    private static final int OPENER = 1;
    private static final int COLD = 2;
    private static final int OFF_HOURS = 4;
    private static final int FOLLOW_UP_SHIFT = 3;

    /** How many bits {@link #traits()} takes. */
    static final int TRAIT_BITS = 7;

    /** A send of which nothing is known but its time and whether it was outreach. */
    public static Sent plain(Instant at, boolean outreach) {
        return new Sent(at, outreach, false, 0, false, false);
    }

    int traits() {
        return (opener ? OPENER : 0)
                | (cold ? COLD : 0)
                | (offHours ? OFF_HOURS : 0)
                | Math.min(followUp, MOST_FOLLOW_UPS) << FOLLOW_UP_SHIFT;
    }

    static Sent of(Instant at, boolean outreach, int traits) {
        return new Sent(
                at,
                outreach,
                (traits & OPENER) != 0,
                traits >> FOLLOW_UP_SHIFT,
                (traits & COLD) != 0,
                (traits & OFF_HOURS) != 0);
    }

    /** The same send, at another time. */
    public Sent at(Instant time) {
        return new Sent(time, outreach, opener, followUp, cold, offHours);
    }
}
