package dev.linewarden.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Tells of state that is rebuilt: one line when it begins and one when it is done, in our words, and to a watcher what lies in
 * between. Changelogs from which nothing is read, as after a clean stop, are not worth a word. Thread-safe.
 */
final class RebuildListener implements StateRestoreListener {

    private final LongSupplier nanoTime;
    private final Consumer<String> line;
    private final Rebuild.Watcher watcher;
    // By changelog: those that are being read, and those that were since the first of them began.
    private final Map<TopicPartition, Reading> readings = new HashMap<>();
    private int open;
    private boolean told;
    private boolean moved;
    private long began;

    private static final class Reading {
        private final long from;
        private final long to;
        private long at;
        private long rows;

        Reading(long from, long to) {
            this.from = from;
            this.to = to;
            this.at = from;
        }
    }

    RebuildListener(LongSupplier nanoTime, Consumer<String> line, Rebuild.Watcher watcher) {
        this.nanoTime = nanoTime;
        this.line = line;
        this.watcher = watcher;
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        if (open == 0) {
            began = nanoTime.getAsLong();
        }
        if (readings.put(changelog, new Reading(from, Math.max(from, to))) == null) {
            open++;
        }
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition changelog, String store, long offset, long rows) {
        Reading reading = readings.get(changelog);
        if (reading == null || rows == 0) {
            return;
        }
        reading.rows += rows;
        reading.at = Math.max(reading.at, Math.min(offset + 1, reading.to));
        if (!told) {
            told = true;
            line.accept("The " + now().subject() + " is rebuilt from its changelogs");
        }
        watcher.at(now());
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition changelog, String store, long rows) {
        Reading reading = readings.get(changelog);
        if (reading != null) {
            reading.at = reading.to;
            ended();
        }
    }

    @Override
    public synchronized void onRestoreSuspended(TopicPartition changelog, String store, long rows) {
        if (readings.containsKey(changelog)) {
            moved = true;
            ended();
        }
    }

    private void ended() {
        open--;
        if (open > 0) {
            return;
        }
        if (told) {
            Rebuild all = now();
            watcher.done();
            line.accept(String.format(
                    Locale.ROOT,
                    moved
                            ? "The %s is not all needed here any more: %,d rows in %.1f s"
                            : "The %s is rebuilt: %,d rows in %.1f s",
                    all.subject(),
                    all.rows(),
                    all.elapsed().toMillis() / 1_000.0));
        }
        readings.clear();
        told = false;
        moved = false;
    }

    private Rebuild now() {
        long rows = 0;
        double done = 0;
        double all = 0;
        for (Reading reading : readings.values()) {
            rows += reading.rows;
            done += reading.at - reading.from;
            all += reading.to - reading.from;
        }
        return new Rebuild(
                readings.entrySet().stream()
                        .filter(entry -> entry.getValue().to > entry.getValue().from)
                        .map(entry -> entry.getKey().partition())
                        .distinct()
                        .sorted()
                        .toList(),
                rows,
                all == 0 ? 1 : done / all,
                Duration.ofNanos(nanoTime.getAsLong() - began));
    }
}
