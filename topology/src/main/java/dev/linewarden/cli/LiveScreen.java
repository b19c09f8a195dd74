package dev.linewarden.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/**
 * A page that is redrawn in place on a screen of its own, so that the terminal is afterwards as it was: what stood there,
 * its cursor and its way of reading keys. {@code q} and Ctrl-C end it.
 */
final class LiveScreen implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_DOWN = "\u001b[J";

    private final org.jline.terminal.Terminal terminal;
    private final Attributes before;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread onEnd = new Thread(this::restore, "screen-restore");
    private volatile boolean ended;

    LiveScreen() throws IOException {
        terminal = TerminalBuilder.builder().system(true).build();
        before = terminal.enterRawMode();
        terminal.handle(Signal.INT, signal -> ended = true);
        Runtime.getRuntime().addShutdownHook(onEnd);
        terminal.writer().print(ENTER);
        terminal.flush();
    }

    int columns() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : Terminal.columns();
    }

    int rows() {
        return terminal.getHeight() > 0 ? terminal.getHeight() : 24;
    }

    /** Draws over what was drawn before; what has no room at the bottom is left out. */
    void draw(List<String> page) {
        StringBuilder screen = new StringBuilder(HOME);
        page.stream()
                .limit(rows() - 1L)
                .forEach(line -> screen.append(line).append(CLEAR_LINE).append("\r\n"));
        terminal.writer().print(screen + CLEAR_DOWN);
        terminal.flush();
    }

    /** Waits for the next redrawing; false when somebody asked to end. */
    boolean stays(long millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !ended; left = (end - System.nanoTime()) / 1_000_000) {
            int key = terminal.reader().read(Math.min(left, 200));
            // 3 is Ctrl-C where the terminal hands it on; -1 is the end of what can be read.
            if (key == 'q' || key == 'Q' || key == 3 || key == -1) {
                ended = true;
            }
        }
        return !ended;
    }

    private void restore() {
        if (open.compareAndSet(true, false)) {
            terminal.writer().print(LEAVE);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    @Override
    public void close() throws IOException {
        restore();
        Runtime.getRuntime().removeShutdownHook(onEnd);
        terminal.close();
    }
}
