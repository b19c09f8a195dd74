package dev.linewarden.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How often something may happen within any window of time. What was taken comes back once the window has passed over it, so
 * short troubles do not add up over a process's life. Thread-safe.
 */
final class Budget {

    private final int most;
    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final Deque<Long> taken = new ArrayDeque<>();

    /**
     * @param most how often within a window; half-open as every window of ours: what was taken at t is back at t + window
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    Budget(int most, Duration window, LongSupplier nanoTime) {
        this.most = most;
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Takes one; false when none is left, and then nothing is taken. */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        while (!taken.isEmpty() && now - taken.getFirst() >= windowNanos) {
            taken.removeFirst();
        }
        if (taken.size() >= most) {
            return false;
        }
        taken.addLast(now);
        return true;
    }
}
