package dev.linewarden.cli;

import dev.linewarden.client.Progress;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Whether somebody watches. The launcher knows; the JVM's own answer depends on its version. */
final class Terminal {

    private static final int REDRAW_MS = 200;
    private static final int DEFAULT_COLUMNS = 80;

    private Terminal() {}

    static boolean isInteractive() {
        return Boolean.getBoolean("linewarden.terminal");
    }

    static int columns() {
        return Integer.getInteger("linewarden.columns", DEFAULT_COLUMNS);
    }

    /** The line, cut to the width of the terminal: one that wraps would take two. */
    static String fit(String line) {
        int columns = columns();
        return line.length() <= columns ? line : line.substring(0, columns);
    }

    /** The text in a quiet colour, where there are colours. Any text: nothing in it is taken for markup. */
    static String faint(String text) {
        return colored(Style.faint, text);
    }

    static String colored(Style style, String text) {
        return Ansi.AUTO.enabled() ? style.on() + text + style.off() : text;
    }

    /** The text in lines of at most {@code width}, broken at spaces; what follows the first is indented two further. */
    static String wrap(String text, int width) {
        String words = text.stripLeading();
        String indent = " ".repeat(text.length() - words.length());
        StringBuilder lines = new StringBuilder(indent);
        int column = indent.length();
        for (String word : words.split(" ", -1)) {
            boolean isFirst = column == indent.length();
            if (!isFirst && column + 1 + word.length() > width) {
                lines.append(System.lineSeparator()).append(indent).append("  ").append(word);
                column = indent.length() + 2 + word.length();
            } else {
                lines.append(isFirst ? "" : " ").append(word);
                column += (isFirst ? 0 : 1) + word.length();
            }
        }
        return lines.toString();
    }

    /** Progress of work of unknown length, shown likewise. */
    static Progress.Task progress(String task) {
        ProgressBar bar = progressBar(task, -1);
        return new Progress.Task() {
            @Override
            public void step() {
                bar.step();
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** A progress bar on standard error; where nobody watches, one that draws nothing. */
    static ProgressBar progressBar(String task, long steps) {
        return builder(task, steps).build();
    }

    /** The same, which also says how many steps a second are made. */
    static ProgressBar ratedBar(String task, long steps) {
        return builder(task, steps).showSpeed().build();
    }

    private static ProgressBarBuilder builder(String task, long steps) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(REDRAW_MS)
                .clearDisplayOnFinish();
        if (!isInteractive()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(drawn -> {}));
        }
        return builder;
    }
}
