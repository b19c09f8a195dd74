package dev.linewarden.audit.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.policy.Tendency;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How a step came out under two policies, and otherwise under the second.
 *
 * @param tendency whether the second held back more
 */
record Contrast(Played first, Played second, Tendency tendency) {

    /** What is otherwise; null when nothing is. */
    static @Nullable Contrast of(Played first, Played second) {
        boolean isListed = first.isListed() && second.isListed();
        boolean isSame = isListed
                ? first.decisions().equals(second.decisions())
                : first.counts().equals(second.counts());
        return isSame && first.alerts().equals(second.alerts())
                ? null
                : new Contrast(first, second, tendency(first, second));
    }

    private static Tendency tendency(Played first, Played second) {
        if (first.made().size() == 1 && second.made().size() == 1) {
            return tendency(first.made().get(0), second.made().get(0));
        }
        int approved = Integer.compare(first.count(Outcome.APPROVED), second.count(Outcome.APPROVED));
        return Tendency.by(
                approved == 0
                        ? Integer.compare(second.count(Outcome.REJECTED), first.count(Outcome.REJECTED))
                        : approved);
    }

    private static Tendency tendency(Decision one, Decision other) {
        if (one.getOutcome() != other.getOutcome()) {
            // Who waits for a line is refused nothing that a line would refuse: of two that do not go that says
            // nothing.
            boolean isElsewhere = !Objects.equals(one.getLine(), other.getLine());
            boolean goes = one.getOutcome() == Outcome.APPROVED || other.getOutcome() == Outcome.APPROVED;
            return isElsewhere && !goes
                    ? Tendency.NEITHER
                    : Tendency.by(other.getOutcome().compareTo(one.getOutcome()));
        }
        return one.getOutcome() == Outcome.DEFERRED
                ? Tendency.by(leaves(other).compareTo(leaves(one)))
                : Tendency.NEITHER;
    }

    private static Instant leaves(Decision deferred) {
        return Objects.requireNonNullElse(deferred.getNotBefore(), Instant.MAX);
    }

    /** What came of it under the first, in some words. */
    String firstInWords() {
        return inWords(first, second);
    }

    String secondInWords() {
        return inWords(second, first);
    }

    private static String inWords(Played played, Played other) {
        StringJoiner words = new StringJoiner(", ");
        if (!played.isListed()) {
            played.counts().forEach((outcome, count) -> words.add(count + " " + outcome));
        }
        for (int i = 0; i < played.decisions().size(); i++) {
            words.add(inWords(
                    played.decisions().get(i),
                    i < other.decisions().size() ? other.decisions().get(i) : null));
        }
        if (!played.alerts().equals(other.alerts())) {
            words.add(played.alerts().isEmpty() ? "no alert" : "alert " + String.join(" ", played.alerts()));
        }
        return words.length() == 0 ? "nothing decided" : words.toString();
    }

    /** Of what is the same under both only the outcome is said. */
    private static String inWords(ObjectNode decision, @Nullable ObjectNode other) {
        StringBuilder words = new StringBuilder(decision.path("outcome").asText());
        String until = decision.path("not_before").asText("");
        boolean isHeld = words.toString().equals(Outcome.DEFERRED.name());
        if (isHeld) {
            words.append(decision.path("not_before").isNull() ? " for now" : " until " + until);
        }
        append(words, " by ", decision.path("codes"));
        if (differs(decision, other, "line")) {
            words.append(" on ").append(decision.path("line").asText("no line"));
        }
        if (differs(decision, other, "advice")) {
            append(words, ", advised ", decision.path("advice"));
        }
        if (differs(decision, other, "observed_codes")) {
            append(words, ", observed ", decision.path("observed_codes"));
        }
        if (differs(decision, other, "policy_version")) {
            words.append(" under version ")
                    .append(decision.path("policy_version").asText());
        }
        return words.toString();
    }

    private static boolean differs(ObjectNode decision, @Nullable ObjectNode other, String field) {
        return other != null && !decision.path(field).equals(other.path(field));
    }

    private static void append(StringBuilder words, String lead, JsonNode codes) {
        if (!codes.isEmpty()) {
            StringJoiner names = new StringJoiner(" and ", lead, "");
            codes.forEach(code -> names.add(code.asText()));
            words.append(names);
        }
    }

    /** What a step of a scenario expects, so that it holds under the second and not under the first. */
    void expect(ObjectNode step) {
        if (!second.isListed() || !first.isListed()) {
            ObjectNode counts = step.putObject("counts");
            for (Map.Entry<String, Integer> count : second.counts().entrySet()) {
                counts.put(count.getKey(), count.getValue());
            }
        } else {
            var expect = step.putArray("expect");
            for (int i = 0; i < second.decisions().size(); i++) {
                ObjectNode decision = second.decisions().get(i);
                ObjectNode other =
                        i < first.decisions().size() ? first.decisions().get(i) : null;
                ObjectNode expected = expect.addObject();
                decision.properties().forEach(field -> {
                    boolean isSaid = field.getKey().equals("request_id")
                            || field.getKey().equals("outcome")
                            || differs(decision, other, field.getKey());
                    if (isSaid) {
                        expected.set(field.getKey(), field.getValue());
                    }
                });
            }
        }
        if (!second.alerts().equals(first.alerts())) {
            var alerts = step.putArray("alerts");
            second.alerts().forEach(alerts::add);
        }
    }
}
