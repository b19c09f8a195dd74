package dev.linewarden.cli;

import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Whether somebody watches. The launcher knows; the JVM's own answer depends on its version. */
final class Terminal {

    private static final int REDRAW_MS = 200;
    private static final int DEFAULT_COLUMNS = 80;

    private Terminal() {}

    static boolean isInteractive() {
        return Boolean.getBoolean("linewarden.terminal");
    }

    /** The line, cut to the width of the terminal: one that wraps would take two. */
    static String fit(String line) {
        int columns = Integer.getInteger("linewarden.columns", DEFAULT_COLUMNS);
        return line.length() <= columns ? line : line.substring(0, columns);
    }

    /** A progress bar on standard error; where nobody watches, one that draws nothing. */
    static ProgressBar progressBar(String task, long steps) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(REDRAW_MS)
                .clearDisplayOnFinish();
        if (!isInteractive()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(drawn -> {}));
        }
        return builder.build();
    }
}
