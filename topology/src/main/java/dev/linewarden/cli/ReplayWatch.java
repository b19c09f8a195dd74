package dev.linewarden.cli;

import dev.linewarden.audit.replay.Watch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * A replay as a bar with rate and time left, on a terminal. Ctrl-C ends the replay where it can go on later, and lets it
 * say what it had found.
 */
final class ReplayWatch implements Watch, AutoCloseable {

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread onInterrupt = new Thread(this::cancel, "replay-cancel");
    private volatile boolean cancelled;
    private @Nullable ProgressBar bar;
    private String task = "";

    ReplayWatch() {
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    private void cancel() {
        cancelled = true;
        try {
            // A second Ctrl-C is not waited for: the launcher's shell takes it.
            boolean unused = finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void at(String now, long done, long all) {
        if (bar == null || !task.equals(now)) {
            clear();
            task = now;
            bar = Terminal.ratedBar(now, all);
        }
        bar.stepTo(all < 0 ? done : Math.min(done, all));
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    private void clear() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** Clears the bar, before anything is printed. */
    void done() {
        clear();
    }

    @Override
    public void close() {
        clear();
        finished.countDown();
        if (!cancelled) {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
    }
}
