package dev.linewarden.audit.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Does pieces of work side by side, as many at a time as there are processors, and tells the watch how far they are. */
final class Workers {

    /** How many pieces are worked on at a time. */
    static final int AT_A_TIME = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final long LOOK_MS = 200;
    private static final long PATIENCE_SECONDS = 30;

    private final Watch watch;

    Workers(Watch watch) {
        this.watch = watch;
    }

    /**
     * Returns when every piece is done.
     *
     * @throws RuntimeException what one of them threw
     */
    <T> void each(String task, Collection<T> pieces, LongSupplier done, long all, Consumer<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, body -> {
            Thread thread = new Thread(body, "replay");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            pieces.forEach(piece -> running.add(threads.submit(() -> work.accept(piece))));
            for (Future<?> piece : running) {
                while (!isDone(piece)) {
                    watch.at(task, done.getAsLong(), all);
                }
            }
            watch.at(task, done.getAsLong(), all);
        } finally {
            threads.shutdownNow();
            end(threads);
        }
    }

    /** Waits for those that were interrupted: what they work with may be closed behind this. */
    private static void end(ExecutorService threads) {
        try {
            boolean unused = threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isDone(Future<?> piece) {
        try {
            piece.get(LOOK_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException still) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
