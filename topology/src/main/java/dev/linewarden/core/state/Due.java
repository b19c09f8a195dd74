package dev.linewarden.core.state;

import java.time.Instant;

/** A row of the due-time index: something that happens by itself when its time has come. */
public sealed interface Due extends Row permits Wake, Release, Watch, EarlierWait {

    /** When it happens. */
    Instant due();

    /** The part of the key that all due rows share, apart from the index by cause. */
    String FAMILY = "due";

    /** Orders by time, then rank (one digit, the lower first), then arrival, which is a journal offset. */
    static String key(Instant due, int rank, long arrivalOffset, String pool, String id) {
        return Keys.of(
                FAMILY, Keys.ordered(due.toEpochMilli()) + rank + Keys.ordered(arrivalOffset), Keys.of(pool, id));
    }
}
