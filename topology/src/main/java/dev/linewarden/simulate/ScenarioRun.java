package dev.linewarden.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Effect;
import dev.linewarden.schemas.Finding;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Plays a scenario on a gate and compares what it decides with what the scenario expects. */
public final class ScenarioRun {

    /** A gate that a scenario can be played on. */
    public interface Stage {

        /** Lets time pass, judging what falls due on the way. */
        void passUntil(Instant time);

        void take(Instant at, SpecificRecord event);

        /** The decisions made since the last call, in order. */
        List<Decision> decisions();

        /** The alerts raised since the last call, in order. */
        List<Alert> alerts();
    }

    /**
     * What did not hold.
     *
     * @param line the step's line in the file
     * @param message expected and decided, with findings
     */
    public record Failure(int line, String message) {}

    private ScenarioRun() {}

    /** Plays the scenario to its end or its first failure. */
    public static @Nullable Failure play(Scenario scenario, Stage stage) {
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        for (Scenario.Step step : scenario.steps()) {
            step.inputs().forEach(input -> {
                stage.passUntil(input.at());
                stage.take(input.at(), input.event());
            });
            stage.passUntil(step.at());
            String wrong = compare(step, stage.decisions(), stage.alerts());
            if (wrong != null) {
                return new Failure(step.line(), wrong);
            }
        }
        return null;
    }

    private static @Nullable String compare(Scenario.Step step, List<Decision> decisions, List<Alert> alerts) {
        List<String> kinds = alerts.stream().map(Alert::getKind).toList();
        if (step.alerts() != null && !step.alerts().equals(kinds)) {
            return "expected alerts " + step.alerts() + ", raised were " + kinds;
        }
        if (step.counts() != null) {
            Map<String, Integer> counted = new TreeMap<>();
            decisions.forEach(decision -> counted.merge(decision.getOutcome().name(), 1, Integer::sum));
            if (!new TreeMap<>(step.counts()).equals(counted)) {
                return "expected counts " + step.counts() + ", decided were " + counted;
            }
        }
        return step.expect() == null ? null : compareEach(step.expect(), decisions);
    }

    private static @Nullable String compareEach(List<ObjectNode> expected, List<Decision> decisions) {
        List<String> differences = new ArrayList<>();
        if (expected.size() != decisions.size()) {
            differences.add("expected " + expected.size() + " decisions, got " + decisions.size());
        }
        for (int i = 0; i < Math.min(expected.size(), decisions.size()); i++) {
            ObjectNode actual = AvroJson.write(decisions.get(i));
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                String wanted = text(field.getValue());
                String got = text(value(field.getKey(), decisions.get(i), actual));
                if (!wanted.equals(got)) {
                    differences.add(decisions.get(i).getDecisionId() + ": expected " + field.getKey() + " " + wanted
                            + ", got " + got);
                }
            }
        }
        if (differences.isEmpty()) {
            return null;
        }
        StringBuilder message = new StringBuilder(String.join("\n", differences));
        decisions.forEach(decision -> message.append('\n').append(describe(decision)));
        return message.toString();
    }

    private static @Nullable JsonNode value(String key, Decision decision, ObjectNode actual) {
        return switch (key) {
            case "request_id" -> actual.path("request").path("request_id");
            case "codes" -> codes(decision, ScenarioRun::blocks);
            case "advice" -> codes(decision, finding -> finding.getEffect() == Effect.ADVISE);
            case "observed_codes" -> codes(decision, finding -> !finding.getEnforced());
            default -> actual.get(key);
        };
    }

    private static boolean blocks(Finding finding) {
        return finding.getEnforced() && (finding.getEffect() == Effect.DEFER || finding.getEffect() == Effect.REJECT);
    }

    private static JsonNode codes(Decision decision, Predicate<Finding> which) {
        TreeSet<String> codes = new TreeSet<>();
        decision.getFindings().stream()
                .filter(finding -> finding.getCode() != null && which.test(finding))
                .forEach(finding -> codes.add(finding.getCode()));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        codes.forEach(array::add);
        return array;
    }

    /** A form in which equal values read alike: times in UTC, lists of codes in order. */
    private static String text(@Nullable JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return "nothing";
        }
        if (node.isArray()) {
            TreeSet<String> items = new TreeSet<>();
            node.forEach(item -> items.add(item.asText()));
            return items.toString();
        }
        if (node.isTextual()) {
            try {
                return AvroJson.time(node.textValue()).toString();
            } catch (DateTimeException noTime) {
                return node.textValue();
            }
        }
        return node.toString();
    }

    private static String describe(Decision decision) {
        StringBuilder text = new StringBuilder("  " + decision.getDecisionId() + " " + decision.getOutcome());
        if (decision.getLine() != null) {
            text.append(" on ").append(decision.getLine());
        }
        text.append(" at ").append(decision.getDecidedAt());
        if (decision.getNotBefore() != null) {
            text.append(", not before ").append(decision.getNotBefore());
        }
        for (Finding finding : decision.getFindings()) {
            if (finding.getEffect() != Effect.PASS) {
                text.append("\n      ").append(AvroJson.write(finding));
            }
        }
        return text.toString();
    }
}
