package dev.linewarden.demo;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when, in the simulated world. Not thread-safe. */
public final class Agenda {

    private record Entry(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::number));
    private long number;

    public void add(Instant at, Runnable what) {
        entries.add(new Entry(at, number++, what));
    }

    /** Lets everything happen that is due by {@code now}, in order. */
    public void runUntil(Instant now) {
        Entry next = entries.peek();
        while (next != null && !next.at().isAfter(now)) {
            entries.remove().what().run();
            next = entries.peek();
        }
    }
}
