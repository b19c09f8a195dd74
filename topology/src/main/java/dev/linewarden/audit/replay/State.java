package dev.linewarden.audit.replay;

/** What can be said of a replay. The order is of weight: of several, the last one counts. */
public enum State {

    /** There was nothing to decide again. */
    EMPTY,

    /** All that was asked for was decided again. */
    OK,

    /** It was ended before its end. */
    CANCELLED,

    /** Entries could not be read here, so that what hangs on them is not known. */
    MASKED,

    /** It came out otherwise, and another build had made it. */
    VERSION_MISMATCH,

    /** The oldest entries are gone, and with them the state that the others were judged in. */
    TRUNCATED,

    /** It came out otherwise. */
    DIFFERENT;

    State and(State other) {
        return compareTo(other) < 0 ? other : this;
    }
}
