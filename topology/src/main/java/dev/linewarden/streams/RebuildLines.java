package dev.linewarden.streams;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Where nobody watches: a line every few seconds for the log. */
final class RebuildLines implements Rebuild.Watcher {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private final Consumer<String> line;
    private boolean begun;
    private long last;

    RebuildLines(LongSupplier nanoTime, Consumer<String> line) {
        this.nanoTime = nanoTime;
        this.line = line;
    }

    @Override
    public void at(Rebuild rebuild) {
        long now = nanoTime.getAsLong();
        if (!begun) {
            begun = true;
            last = now;
        } else if (now - last >= EVERY.toNanos()) {
            last = now;
            line.accept("The " + rebuild.subject() + ": " + rebuild.progress());
        }
    }

    @Override
    public void done() {
        begun = false;
    }
}
