package dev.linewarden.audit.replay;

import java.time.Duration;

/** Whoever watches a replay, and may end it. */
public interface Watch {

    /** How long it takes a replay at most to end where it can go on, once it is to end. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** Nobody. */
    Watch UNSEEN = (task, done, all) -> {};

    /** So much of a task is done. Called by one thread, a few times a second. */
    void at(String task, long done, long all);

    /** Whether the replay is to end where it stands. Asked by any thread. */
    default boolean isCancelled() {
        return false;
    }
}
