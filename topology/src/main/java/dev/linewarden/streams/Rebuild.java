package dev.linewarden.streams;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far the state of some partitions is that is being rebuilt from its changelogs: after a kill, on another machine, in a
 * new state directory.
 *
 * @param partitions of the journal, in order
 * @param rows read so far
 * @param share of the way that is done, 0 to 1
 */
public record Rebuild(List<Integer> partitions, long rows, double share, Duration elapsed) {

    /** Whoever shows it. Called on threads of Kafka Streams, one at a time: returns soon. */
    public interface Watcher {

        /** Called often. */
        void at(Rebuild rebuild);

        /** All that was begun is done, or was given to another gate. */
        void done();
    }

    /** Which partitions, as the beginning of a sentence. */
    String subject() {
        return (partitions.size() == 1 ? "state of partition " : "state of partitions ")
                + partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Percent, rows, rows a second, and seconds left at the pace so far. */
    public String progress() {
        return String.format(
                Locale.ROOT,
                "%d %%, %,d rows, %,d a second, %d s left",
                (int) (100 * share),
                rows,
                perSecond(),
                left().toSeconds());
    }

    private long perSecond() {
        return rows * 1_000 / Math.max(1, elapsed.toMillis());
    }

    private Duration left() {
        return share <= 0 ? Duration.ZERO : Duration.ofMillis((long) (elapsed.toMillis() * (1 - share) / share));
    }
}
