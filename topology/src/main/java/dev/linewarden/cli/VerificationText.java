package dev.linewarden.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.Difference;
import dev.linewarden.audit.replay.State;
import dev.linewarden.audit.replay.Verification;
import dev.linewarden.audit.replay.Verification.Part;
import dev.linewarden.contract.Build;
import dev.linewarden.core.model.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** What came of a verification, for people and as JSON. */
final class VerificationText {

    private static final int SHOWN = 5;

    private final Verification result;
    private final boolean goesOn;

    /** @param goesOn whether the same command goes on where a cancelled one ended */
    VerificationText(Verification result, boolean goesOn) {
        this.result = result;
        this.goesOn = goesOn;
    }

    List<String> lines(Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        lines.add(beginning(now));
        lines.add(String.format(
                Locale.ROOT,
                "decided again: %,d entries in %s, %,d a second; recorded by %s",
                result.entries(),
                seconds(result.took()),
                rate(),
                result.builds().isEmpty() ? "nobody" : String.join(", ", result.builds())));
        result.parts().stream().filter(VerificationText::isRemarkable).forEach(part -> lines.add(remark(part)));
        result.differences().stream().limit(SHOWN).forEach(difference -> describe(difference, lines));
        long more = result.different() - Math.min(SHOWN, result.differences().size());
        if (more > 0) {
            lines.add("");
            lines.add(
                    String.format(Locale.ROOT, "and %,d more; what follows the first is often its consequence", more));
        }
        return lines;
    }

    private String headline() {
        long compared = result.same() + result.different();
        return switch (result.state()) {
            case OK ->
                Terminal.colored(
                        Style.fg_green, String.format(Locale.ROOT, "identity 100 %% of %,d decisions", result.same()));
            case EMPTY -> "empty: there was nothing to compare";
            case CANCELLED ->
                String.format(
                        Locale.ROOT,
                        "cancelled: %,d decisions were the same so far; %s",
                        result.same(),
                        goesOn
                                ? "the same command goes on from the last checkpoint, if one was left"
                                : "the next run begins where this one began");
            case TRUNCATED ->
                Terminal.colored(
                        Style.fg_red,
                        String.format(
                                Locale.ROOT,
                                "truncated: of some partitions the oldest entries are gone; %,d decisions of the others are the"
                                        + " same, %,d are not",
                                result.same(),
                                result.different()));
            case MASKED, VERSION_MISMATCH, DIFFERENT ->
                Terminal.colored(
                        Style.fg_red,
                        String.format(
                                Locale.ROOT,
                                "%s: %,d of %,d decisions did not come out as they were recorded",
                                name(result.state()),
                                result.different(),
                                compared));
        };
    }

    private String beginning(Instant now) {
        Instant oldest = result.oldest();
        if (oldest == null) {
            return "there is nothing in the journal, or in the part of it that was asked for: are --topic-prefix and --pool"
                    + " right?";
        }
        long resumed =
                result.parts().stream().filter(part -> part.behind() >= 0).count();
        Duration age = Duration.between(oldest, now).truncatedTo(ChronoUnit.SECONDS);
        String begun = resumed > 0
                ? "began with " + resumed + (resumed == 1 ? " checkpoint" : " checkpoints")
                : result.entries() == 0 ? "began nowhere" : "began with the journal's first entry";
        return begun + "; the oldest entry that the broker holds is of " + oldest + " (" + Durations.inWords(age)
                + " ago)";
    }

    private long rate() {
        return (long) (result.entries() / Math.max(0.001, result.took().toNanos() / 1e9));
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toNanos() / 1e9);
    }

    private static boolean isRemarkable(Part part) {
        return part.state() == State.TRUNCATED || part.different() > 0 || part.unreadable() > 0 || part.behind() >= 0;
    }

    private static String remark(Part part) {
        String where = "partition " + part.partition() + ": ";
        if (part.state() == State.TRUNCATED) {
            return where
                    + String.format(
                            Locale.ROOT,
                            "its journal begins at offset %d now (%s). What the gate remembered then is in no topic, so nothing is"
                                    + " claimed of it; begin with a checkpoint of before (--checkpoint)",
                            part.oldestOffset(),
                            part.oldest());
        }
        String begun = part.behind() < 0 ? "" : "began behind offset " + part.behind() + ", ";
        String unread = part.unreadable() == 0
                ? ""
                : ", " + part.unreadable() + " entries could not be read and were passed over";
        return where
                + begun
                + String.format(Locale.ROOT, "%,d the same, %,d different%s", part.same(), part.different(), unread);
    }

    private static void describe(Difference difference, List<String> lines) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%s, partition %d, offset %d%s",
                difference.decisionId(),
                difference.partition(),
                difference.offset(),
                difference.recorded() == null
                        ? ": made again, not recorded"
                        : difference.again() == null ? ": recorded, not made again" : ""));
        difference.fields().forEach(field -> {
            lines.add(Terminal.colored(Style.fg_red, "  - " + field.name() + ": " + shown(field.recorded())));
            lines.add(Terminal.colored(Style.fg_green, "  + " + field.name() + ": " + shown(field.again())));
        });
        int rank = 1;
        for (Difference.Cause cause : difference.causes()) {
            lines.add("  " + rank++ + ". " + cause.name() + ": " + cause.evidence());
        }
    }

    private static String shown(@Nullable String value) {
        return value == null ? "nothing" : value;
    }

    static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("state", name(result.state()))
                .put("identity", result.isIdentity())
                .put("same", result.same())
                .put("different", result.different())
                .put("entries", result.entries())
                .put("millis", result.took().toMillis())
                .put("build", Build.name());
        ArrayNode builds = json.putArray("recorded_by");
        result.builds().forEach(builds::add);
        ArrayNode parts = json.putArray("partitions");
        result.parts().forEach(part -> parts.add(json(part)));
        ArrayNode differences = json.putArray("differences");
        result.differences().forEach(difference -> differences.add(json(difference)));
        return json;
    }

    private static ObjectNode json(Part part) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("partition", part.partition())
                .put("state", name(part.state()))
                .put("oldest_at", part.oldest() == null ? null : part.oldest().toString())
                .put("oldest_offset", part.oldestOffset())
                .put("began_behind_offset", part.behind())
                .put("end_offset", part.end())
                .put("entries", part.entries())
                .put("unreadable", part.unreadable())
                .put("same", part.same())
                .put("different", part.different());
    }

    private static ObjectNode json(Difference difference) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("decision_id", difference.decisionId())
                .put("journal_partition", difference.partition())
                .put("journal_offset", difference.offset())
                .put("recorded", difference.recorded() != null)
                .put("made_again", difference.again() != null);
        ArrayNode fields = json.putArray("fields");
        difference.fields().forEach(field -> fields.addObject()
                .put("name", field.name())
                .put("recorded", field.recorded())
                .put("again", field.again()));
        ArrayNode causes = json.putArray("causes");
        difference
                .causes()
                .forEach(cause -> causes.addObject().put("name", cause.name()).put("evidence", cause.evidence()));
        return json;
    }
}
