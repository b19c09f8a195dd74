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

    // A burst of a thousand would bury the difference.
    private static final int MOST_SHOWN = 20;

    private ScenarioRun() {}

    /** What came of one step: what was decided and raised since the step before. */
    public record Played(List<Decision> decisions, List<Alert> alerts) {}

    /** Plays the scenario to its end or its first failure. */
    public static @Nullable Failure play(Scenario scenario, Stage stage) {
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        for (Scenario.Step step : scenario.steps()) {
            Played played = play(step, stage);
            String wrong = compare(step, played.decisions(), played.alerts());
            if (wrong != null) {
                return new Failure(step.line(), wrong);
            }
        }
        return null;
    }

    /** Plays the scenario to its end, whatever it expects, and tells what came of each step. */
    public static List<Played> record(Scenario scenario, Stage stage) {
        scenario.setUp().forEach(event -> stage.take(scenario.start(), event));
        return scenario.steps().stream().map(step -> play(step, stage)).toList();
    }

    private static Played play(Scenario.Step step, Stage stage) {
        step.inputs().forEach(input -> {
            stage.passUntil(input.at());
            stage.take(input.at(), input.event());
        });
        stage.passUntil(step.at());
        return new Played(stage.decisions(), stage.alerts());
    }

    private static @Nullable String compare(Scenario.Step step, List<Decision> decisions, List<Alert> alerts) {
        List<String> differences = new ArrayList<>();
        List<String> kinds = alerts.stream().map(Alert::getKind).toList();
        if (step.alerts() != null && !step.alerts().equals(kinds)) {
            differ(differences, "alerts", step.alerts(), kinds);
        }
        if (step.counts() != null) {
            Map<String, Integer> counted = new TreeMap<>();
            decisions.forEach(decision -> counted.merge(decision.getOutcome().name(), 1, Integer::sum));
            if (!new TreeMap<>(step.counts()).equals(counted)) {
                differ(differences, "counts", step.counts(), counted);
            }
        }
        if (step.expect() != null) {
            compareEach(differences, step.expect(), decisions);
        }
        return differences.isEmpty() ? null : String.join("\n", differences) + "\n" + describe(decisions);
    }

    private static void compareEach(List<String> differences, List<ObjectNode> expected, List<Decision> decisions) {
        if (expected.size() != decisions.size()) {
            differ(differences, "decisions", expected.size(), decisions.size());
        }
        for (int i = 0; i < Math.min(expected.size(), decisions.size()); i++) {
            Decision decision = decisions.get(i);
            ObjectNode actual = AvroJson.write(decision);
            for (Map.Entry<String, JsonNode> field : expected.get(i).properties()) {
                String wanted = text(field.getValue());
                String got = text(value(field.getKey(), decision, actual));
                if (!wanted.equals(got)) {
                    differ(differences, decision.getDecisionId() + " " + field.getKey(), wanted, got);
                }
            }
        }
    }

    /** As a diff shows it: what the scenario says, then what came. */
    private static void differ(List<String> differences, String what, Object expected, Object decided) {
        differences.add("- " + what + ": " + expected);
        differences.add("+ " + what + ": " + decided);
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

    /**
     * What an expectation may say of a decision.
     *
     * @param field a field of a Decision, or one of {@code codes}, {@code advice} and {@code observed_codes}
     * @return null or a JSON null where there is nothing
     */
    public static @Nullable JsonNode value(String field, Decision decision) {
        return value(field, decision, AvroJson.write(decision));
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

    private static String describe(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return "nothing was decided";
        }
        StringBuilder text = new StringBuilder("decided were:");
        decisions.stream().limit(MOST_SHOWN).forEach(decision -> describe(text, decision));
        if (decisions.size() > MOST_SHOWN) {
            text.append("\n  and ").append(decisions.size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }

    private static void describe(StringBuilder text, Decision decision) {
        text.append("\n  ").append(decision.getDecisionId()).append(' ').append(decision.getOutcome());
        if (decision.getLine() != null) {
            text.append(" on ").append(decision.getLine());
        }
        text.append(" at ").append(decision.getDecidedAt());
        if (decision.getNotBefore() != null) {
            text.append(", not before ").append(decision.getNotBefore());
        }
        for (Finding finding : decision.getFindings()) {
            if (finding.getEffect() != Effect.PASS) {
                describe(text, finding);
            }
        }
    }

    private static void describe(StringBuilder text, Finding finding) {
        text.append("\n    ").append(finding.getEffect()).append(' ').append(finding.getCode());
        if (!finding.getEnforced()) {
            text.append(" (observed only)");
        }
        if (finding.getUntil() != null) {
            text.append(" until ").append(finding.getUntil());
        }
        if (finding.getObserved() != null) {
            text.append(", ").append(finding.getObserved()).append(" against ").append(finding.getLimit());
        }
        if (finding.getDetail() != null) {
            text.append(": ").append(finding.getDetail());
        }
    }
}
