package dev.linewarden.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started, last first, once: at the end of the program or when the process is told to end. */
public final class Shutdown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "shutdown");

    public Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Has it closed in its turn. */
    public synchronized <T extends AutoCloseable> T add(T closeable) {
        started.push(closeable);
        return closeable;
    }

    private synchronized void closeAll() {
        while (!started.isEmpty()) {
            AutoCloseable next = started.pop();
            try {
                next.close();
            } catch (Exception failed) {
                LOG.warn("{} did not close cleanly: {}", next.getClass().getSimpleName(), failed.toString());
            }
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            LOG.debug("the process is ending anyhow");
        }
    }
}
