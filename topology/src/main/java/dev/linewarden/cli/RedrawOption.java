package dev.linewarden.cli;

import dev.linewarden.core.model.PolicyParser.PolicyException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** A page that is redrawn in place where somebody watches: how often, and the redrawing. */
final class RedrawOption {

    private static final long MILLIS = 1_000;

    @Option(names = "--once", description = "One page as plain text.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How often it is redrawn (default: ${DEFAULT-VALUE}).")
    private int every;

    /** Makes the page anew, as it is to fit on the screen. */
    interface Page {
        List<String> lines(LiveScreen screen) throws PolicyException;
    }

    /** @throws Problem for what no page can be redrawn by */
    void requireSensible() {
        if (every < 1) {
            throw Problem.usage("--every must be at least 1");
        }
    }

    /** Whether one page is enough: it was asked for, or a program reads. */
    boolean isOnce() {
        return once || !Terminal.isInteractive();
    }

    /** Shows the page as it is, again and again, until somebody asks to end. */
    void redraw(Page page) throws IOException, PolicyException {
        try (LiveScreen screen = new LiveScreen()) {
            do {
                screen.draw(page.lines(screen));
            } while (screen.stays(every * MILLIS));
        }
    }
}
