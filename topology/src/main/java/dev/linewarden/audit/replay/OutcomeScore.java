package dev.linewarden.audit.replay;

/**
 * What followed recorded sends that another policy would have held until then, or not sent at all. Numbers of what never
 * happened are no zeros: they are not known. Thread-safe.
 *
 * <p>An opt-out or a reply follows the latest recorded send to its recipient; a flag follows the line's sends of the hour
 * before it.
 */
public final class OutcomeScore {

    private long reports;
    private long optOuts;
    private long optOutsPrevented;
    private long replies;
    private long repliesLost;
    private long flags;
    private long flagsTouched;
    private long sendsBeforeFlags;
    private long sendsBeforeFlagsHeld;
    private long neverHappened;

    synchronized void reported() {
        reports++;
    }

    synchronized void optOut(boolean wouldHaveBeenHeld) {
        optOuts++;
        optOutsPrevented += wouldHaveBeenHeld ? 1 : 0;
    }

    synchronized void reply(boolean wouldHaveBeenHeld) {
        replies++;
        repliesLost += wouldHaveBeenHeld ? 1 : 0;
    }

    synchronized void flag(long sends, long held) {
        flags++;
        flagsTouched += held > 0 ? 1 : 0;
        sendsBeforeFlags += sends;
        sendsBeforeFlagsHeld += held;
    }

    synchronized void neverHappened() {
        neverHappened++;
    }

    /** Whether anybody reported anything of recipients or lines; else nothing was measured. */
    public synchronized boolean isMeasured() {
        return reports > 0;
    }

    /** Opt-outs that followed a recorded send. */
    public synchronized long optOuts() {
        return optOuts;
    }

    /** Those of them whose send would have been held. */
    public synchronized long optOutsPrevented() {
        return optOutsPrevented;
    }

    /** Replies that followed a recorded send. */
    public synchronized long replies() {
        return replies;
    }

    /** Those of them whose send would have been held. */
    public synchronized long repliesLost() {
        return repliesLost;
    }

    /** Lines that were flagged. */
    public synchronized long flags() {
        return flags;
    }

    /** Those of them whose hour before had a send that would have been held. */
    public synchronized long flagsTouched() {
        return flagsTouched;
    }

    public synchronized long sendsBeforeFlags() {
        return sendsBeforeFlags;
    }

    public synchronized long sendsBeforeFlagsHeld() {
        return sendsBeforeFlagsHeld;
    }

    /** Sends that would have been made and never were: what would have followed is not known. */
    public synchronized long unknown() {
        return neverHappened;
    }
}
