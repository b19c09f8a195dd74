package dev.linewarden.cli;

import dev.linewarden.client.Progress;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Whether somebody watches. The launcher knows; the JVM's own answer depends on its version. */
final class Terminal {

    private static final int REDRAW_MS = 200;
    private static final int DEFAULT_COLUMNS = 80;
    // Narrower than this nothing is readable, whatever a terminal says of itself.
    private static final int FEWEST_COLUMNS = 20;

    private Terminal() {}

    static boolean isInteractive() {
        return Boolean.getBoolean("linewarden.terminal");
    }

    static int columns() {
        return Math.max(FEWEST_COLUMNS, Integer.getInteger("linewarden.columns", DEFAULT_COLUMNS));
    }

    /** How wide a row may be: as wide as the terminal, and any width where a program reads. */
    static int width() {
        return isInteractive() ? columns() : Integer.MAX_VALUE;
    }

    /** The line, cut to the width of the terminal: one that wraps would take two. */
    static String fit(String line) {
        return cut(line, columns());
    }

    /** The text, with an ellipsis in place of what does not fit. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    /** Whether standard output takes colours. */
    static Ansi ansi() {
        return hasColors(isInteractive(), System.getenv()) ? Ansi.ON : Ansi.OFF;
    }

    /** Colours for whoever watches, unless {@code NO_COLOR} says something, or the terminal has none. */
    static boolean hasColors(boolean watched, Map<String, String> environment) {
        return watched && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** The text in a quiet colour, where there are colours. Any text: nothing in it is taken for markup. */
    static String faint(String text) {
        return colored(Style.faint, text);
    }

    static String colored(Style style, String text) {
        return ansi().enabled() ? style.on() + text + style.off() : text;
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
        ProgressBar bar = ratedBar(task, -1);
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
        return builder(task, steps)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .build();
    }

    private static ProgressBarBuilder builder(String task, long steps) {
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(REDRAW_MS)
                .setStyle(ansi().enabled() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK)
                .clearDisplayOnFinish();
        if (!isInteractive()) {
            builder.setConsumer(new DelegatingProgressBarConsumer(drawn -> {}));
        }
        return builder;
    }
}
