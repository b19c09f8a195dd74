package dev.linewarden.demo;

import dev.linewarden.schemas.Alert;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened that is worth a line, in order. Thread-safe. */
public final class Story {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    void tell(Instant at, String what) {
        lines.add(at.toString().substring(0, 16).replace('T', ' ') + "  " + what);
    }

    /** What the gate tells operators: the first sentence of an alert. */
    public void tell(Alert alert) {
        String message = alert.getMessage();
        int end = message.indexOf(". ");
        tell(alert.getAt(), "the gate: " + (end < 0 ? message : message.substring(0, end + 1)));
    }

    /** Everything behind the first {@code known} lines. */
    public List<String> since(int known) {
        List<String> now = List.copyOf(lines);
        return now.subList(Math.min(known, now.size()), now.size());
    }

    /** The last lines, at most so many. */
    public List<String> latest(int most) {
        List<String> now = List.copyOf(lines);
        return now.subList(Math.max(0, now.size() - most), now.size());
    }
}
