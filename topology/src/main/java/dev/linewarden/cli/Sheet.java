package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Durations;
import java.io.PrintWriter;
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
    private final List<Fact> facts = new ArrayList<>();

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

    /** A fact with its name, its text in as many lines as the terminal makes of it. */
    private record Fact(String label, String text) {

        List<String> lines(int widest) {
            String indent = " ".repeat(2 + widest + 2);
            int room = Terminal.width() - indent.length();
            List<String> lines = new ArrayList<>();
            for (String line : Terminal.wrap(text, Math.max(10, room)).lines().toList()) {
                lines.add((lines.isEmpty() ? "  " + label + " ".repeat(widest - label.length() + 2) : indent) + line);
            }
            return lines;
        }
    }

    /** One fact with its name. */
    Sheet row(String label, String text) {
        facts.add(new Fact(label, text));
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
        if (!facts.isEmpty()) {
            int label =
                    facts.stream().mapToInt(fact -> fact.label().length()).max().orElse(0);
            facts.forEach(fact -> lines.addAll(fact.lines(label)));
            facts.clear();
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

    /** For people, or as one JSON object. */
    void print(PrintWriter out, boolean asJson) {
        if (asJson) {
            out.println(json());
        } else {
            lines().forEach(out::println);
        }
        out.flush();
    }

    static @Nullable String iso(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
