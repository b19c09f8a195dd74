package dev.linewarden.audit.replay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead in a thread of its own, so that fetching and decoding go on while what was read is judged. Keeps a few
 * batches and no more. A failure of the source comes out of {@link #hasNext} where it happened.
 */
final class Ahead<T> implements Iterator<T>, AutoCloseable {

    private static final int BATCH = 512;
    private static final int BATCHES = 16;

    private final BlockingQueue<Read<T>> queue = new ArrayBlockingQueue<>(BATCHES);
    private final Thread reader;
    private volatile boolean closed;
    private Read<T> current = new Read<>(List.of(), null, false);
    private int next;

    private record Read<T>(List<T> batch, @Nullable RuntimeException failure, boolean isLast) {}

    /** @param source read by the new thread alone from now on, until this is closed */
    Ahead(String name, Iterator<T> source) {
        reader = new Thread(() -> read(source), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Iterator<T> source) {
        try {
            List<T> batch = new ArrayList<>(BATCH);
            while (!closed && source.hasNext()) {
                batch.add(source.next());
                if (batch.size() == BATCH) {
                    hand(new Read<>(batch, null, false));
                    batch = new ArrayList<>(BATCH);
                }
            }
            hand(new Read<>(batch, null, true));
        } catch (RuntimeException failed) {
            hand(new Read<>(List.of(), failed, true));
        }
    }

    private void hand(Read<T> read) {
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = queue.offer(read, 100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasNext() {
        while (next == current.batch().size() && !current.isLast()) {
            current = await();
            next = 0;
            if (current.failure() != null) {
                throw current.failure();
            }
        }
        return next < current.batch().size();
    }

    private Read<T> await() {
        try {
            return queue.take();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", ended);
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all is read");
        }
        return current.batch().get(next++);
    }

    /** Returns when the source is no longer read. */
    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
