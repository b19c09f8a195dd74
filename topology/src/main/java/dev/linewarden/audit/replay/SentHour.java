package dev.linewarden.audit.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How many sends of a line there were in each second of an hour, and how many of them the other policy has not made so far. An
 * hour has 3,600 entries, however much is sent. Not thread-safe.
 */
final class SentHour {

    private static final long HOUR = Duration.ofHours(1).toSeconds();

    private final Deque<Second> seconds = new ArrayDeque<>();

    private static final class Second {
        private final long number;
        private int sends;
        private int held;

        Second(long number) {
            this.number = number;
        }
    }

    void sent(Instant at, boolean isHeld) {
        forget(at);
        Second last = seconds.peekLast();
        if (last == null || last.number != at.getEpochSecond()) {
            last = new Second(at.getEpochSecond());
            seconds.addLast(last);
        }
        last.sends++;
        last.held += isHeld ? 1 : 0;
    }

    /** The other policy makes now what was sent then. */
    void released(Instant then) {
        Iterator<Second> latest = seconds.descendingIterator();
        while (latest.hasNext()) {
            Second second = latest.next();
            if (second.number == then.getEpochSecond() && second.held > 0) {
                second.held--;
                return;
            }
        }
    }

    /** Looks back from then on, to the second. */
    void forget(Instant now) {
        long from = now.getEpochSecond() - HOUR;
        while (!seconds.isEmpty() && seconds.getFirst().number < from) {
            seconds.removeFirst();
        }
    }

    long sends() {
        return seconds.stream().mapToLong(second -> second.sends).sum();
    }

    long held() {
        return seconds.stream().mapToLong(second -> second.held).sum();
    }

    /** How many entries there are. */
    int size() {
        return seconds.size();
    }
}
