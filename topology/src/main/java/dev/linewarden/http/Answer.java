package dev.linewarden.http;

import java.time.Instant;

/** What the gate knows of a pool, at a time. Provisional: the newest of it may not be committed yet. */
interface Answer {

    /** The gate's time when it was asked. */
    Instant asOf();
}
