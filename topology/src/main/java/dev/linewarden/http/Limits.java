package dev.linewarden.http;

import java.time.Duration;

/** How much one call may ask for. */
public final class Limits {

    /** The largest body. */
    public static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    static final int MAX_REQUESTS = 1_000;
    static final int MAX_SIMULATED_EVENTS = 10_000;
    static final Duration MAX_SIMULATED_TIME = Duration.ofDays(92);
    static final int MAX_PAGE = 1_000;
    /** Rows that one page may look at while it searches: what is beyond waits behind its cursor. */
    static final int MAX_SEARCHED = 20_000;

    /** What waits is counted so far; beyond it there are "more". */
    static final int MAX_COUNTED = 10_000;

    static final int MAX_LIVE_READERS = 32;
    static final int MAX_STORIES_AT_ONCE = 2;

    private Limits() {}
}
