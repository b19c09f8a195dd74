package dev.linewarden.audit.diff;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.policy.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happens in a scenario, while nobody has said yet what is decided. Not thread-safe. */
final class Plot {

    static final String LINE = "line-1";
    static final String OTHER_LINE = "line-2";
    static final String SERVER = "server-1";
    /** Somebody who has opted in and was never written to. */
    static final String NEW = "new@example.com";
    /** Somebody who writes first. */
    static final String READER = "reader@example.com";
    /** Somebody to whom others write, so that something is counted. */
    static final String OTHERS = "others@example.com";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_EVENTS = 20_000;

    private final String gist;
    private final List<ObjectNode> lines = new ArrayList<>();
    private final List<String> optedIn = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean isTooLong;
    private int events;

    private record Step(Instant at, ObjectNode fields) {}

    /** @param gist what happens, in half a sentence */
    Plot(String gist) {
        this.gist = gist;
    }

    String gist() {
        return gist;
    }

    /** Whether so much happens in it that nobody would wait for it, or a time is impossible. */
    boolean isTooLong() {
        return isTooLong;
    }

    /** How much happens in it. */
    int events() {
        return events;
    }

    /** A line that is there from the beginning. */
    Plot line(String line) {
        lines.add(NODES.objectNode().put("line", line).put("server", SERVER));
        return this;
    }

    /** A line whose first day was that of {@code activated}. */
    Plot line(String line, Instant activated) {
        lines.add(NODES.objectNode().put("line", line).put("server", SERVER).put("activated_at", activated.toString()));
        return this;
    }

    /** Somebody who opted in before. */
    Plot optedIn(String recipient) {
        optedIn.add(recipient);
        return this;
    }

    /** The line's status is reported. */
    Plot reported(Instant at, String line, String status) {
        ObjectNode report =
                NODES.objectNode().put("line", line).put("server", SERVER).put("status", status);
        return step(at, "line", report, 1, Duration.ZERO);
    }

    /** Somebody writes to a line. */
    Plot hears(Instant at, String recipient, String line, String text) {
        return hears(at, 1, Duration.ZERO, recipient, line, text);
    }

    /** The same some times; {@code {i}} in the recipient is the number of the time. */
    Plot hears(Instant at, int times, Duration every, String recipient, String line, String text) {
        ObjectNode heard = NODES.objectNode()
                .put("kind", "INBOUND_MESSAGE")
                .put("line", line)
                .put("recipient", recipient)
                .put("text", text);
        return step(at, "conversation", heard, times, every);
    }

    /** Something else becomes known of somebody. */
    Plot known(Instant at, String recipient, String kind) {
        ObjectNode known =
                NODES.objectNode().put("kind", kind).put("line", LINE).put("recipient", recipient);
        return step(at, "conversation", known, 1, Duration.ZERO);
    }

    /** A line sends past the gate, which counts in every limit and is never held back. */
    Plot sends(Instant at, int times, Duration every, String recipient, String line) {
        ObjectNode sent = NODES.objectNode()
                .put("kind", "SENT_ELSEWHERE")
                .put("line", line)
                .put("recipient", recipient);
        return step(at, "conversation", sent, times, every);
    }

    /** A request comes. */
    Plot asks(Instant at, Ask ask) {
        return asks(at, 1, ask);
    }

    /** Some at once; {@code {i}} in id and recipient is the number of each. */
    Plot asks(Instant at, int times, Ask ask) {
        return step(at, "request", ask.fields(), times, Duration.ZERO);
    }

    /** Time passes. */
    Plot passes(Instant until) {
        steps.add(new Step(until, NODES.objectNode()));
        return this;
    }

    private Plot step(Instant at, String type, ObjectNode fields, int times, Duration every) {
        if (times < 1) {
            return this;
        }
        isTooLong |= times > MOST_EVENTS || every.isNegative();
        events += times;
        ObjectNode step = NODES.objectNode();
        if (times > 1) {
            step.put("repeat", times).put("every", Spelling.of(every));
        }
        step.set(type, fields);
        steps.add(new Step(at, step));
        return this;
    }

    List<ObjectNode> lines() {
        return lines;
    }

    List<String> optedIn() {
        return optedIn;
    }

    /** The steps in order, each as a scenario has it. */
    List<ObjectNode> steps() {
        return steps.stream()
                .sorted(Comparator.comparing(Step::at))
                .map(step -> {
                    ObjectNode fields = NODES.objectNode().put("at", step.at().toString());
                    fields.setAll(step.fields());
                    return fields;
                })
                .toList();
    }
}
