package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one thing: lines for people, and an object for programs. */
final class Sheet {

    private final Instant now;
    private final List<String> lines = new ArrayList<>();
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private Table rows = new Table("", "");
    private boolean hasRows;

    /** @param now the time at which it is known */
    Sheet(Instant now, String title) {
        this.now = now;
        lines.add(title);
    }

    Instant now() {
        return now;
    }

    ObjectNode json() {
        return json;
    }

    List<String> lines() {
        flush();
        return lines;
    }

    /** One fact with its name. */
    Sheet row(String label, String text) {
        rows.row("  " + label, text);
        hasRows = true;
        return this;
    }

    /** A table under a heading of its own. */
    Sheet table(String heading, Table table) {
        flush();
        lines.add("");
        lines.add(heading);
        table.lines().forEach(line -> lines.add("  " + line));
        return this;
    }

    /** A sentence of its own. */
    Sheet say(String sentence) {
        flush();
        lines.add("");
        lines.add(sentence);
        return this;
    }

    private void flush() {
        if (hasRows) {
            lines.addAll(rows.lines().subList(1, rows.lines().size()));
            rows = new Table("", "");
            hasRows = false;
        }
    }

    /** A time, and how far it is from the sheet's. */
    String when(@Nullable Instant time) {
        if (time == null) {
            return "never";
        }
        Duration ahead = Duration.between(now, time).truncatedTo(ChronoUnit.SECONDS);
        String distance = ahead.isZero() ? "now" : Durations.inWords(ahead);
        return time.truncatedTo(ChronoUnit.MILLIS)
                + (ahead.isZero()
                        ? " (now)"
                        : ahead.isNegative() ? " (" + distance + " ago)" : " (in " + distance + ")");
    }

    static @Nullable String iso(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
