package dev.linewarden.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.AvroJson.MismatchException;
import dev.linewarden.contract.Utf8;
import dev.linewarden.contract.Utf8.NotUtf8Exception;
import dev.linewarden.hints.Nearest;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.YamlTree.BrokenNodeException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One scenario file: a unit test for a policy.
 *
 * @param sentence what must hold
 * @param setUp the policy, lines and opt-ins that are there from the start
 */
public record Scenario(Path file, String sentence, List<SpecificRecord> setUp, List<Step> steps) {

    /**
     * One step.
     *
     * @param line where it stands in the file
     * @param at its time; with a repetition, the time of the last event
     * @param inputs what happens, in order; empty when only time passes
     * @param expect the decisions since the step before; null checks nothing
     * @param counts how many decisions of each outcome since the step before; null checks nothing
     * @param alerts the kinds of alerts since the step before; null checks nothing
     */
    public record Step(
            int line,
            Instant at,
            List<Timed> inputs,
            @Nullable List<ObjectNode> expect,
            @Nullable Map<String, Integer> counts,
            @Nullable List<String> alerts) {}

    /** One input and its time. */
    public record Timed(Instant at, SpecificRecord event) {}

    /** A file that is no scenario; the message names file and line. */
    public static final class BrokenScenarioException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String reason;

        BrokenScenarioException(Path file, int line, String reason) {
            super(file + ", line " + line + ": " + reason);
            this.line = line;
            this.reason = reason;
        }

        /** Where in the file, counted from 1. */
        public int line() {
            return line;
        }

        public String reason() {
            return reason;
        }
    }

    /** Keys of an expectation beside the fields of a Decision. */
    static final List<String> EXTRA_KEYS = List.of("request_id", "codes", "advice", "observed_codes");

    /**
     * Reads a scenario file.
     *
     * @throws BrokenScenarioException for a syntax error, an unknown key or an impossible value
     * @throws IOException when the file cannot be read
     */
    public static Scenario read(Path file) throws BrokenScenarioException, IOException {
        try {
            return of(file, Utf8.read(file));
        } catch (NotUtf8Exception broken) {
            throw new BrokenScenarioException(file, broken.line(), String.valueOf(broken.getMessage()));
        }
    }

    /**
     * Reads the text of a scenario.
     *
     * @param file where it is, or would be: policies that it names lie beside it
     * @throws BrokenScenarioException for a syntax error, an unknown key or an impossible value
     */
    public static Scenario of(Path file, String text) throws BrokenScenarioException {
        try {
            YamlTree tree = new YamlTree(new Yaml(new LoaderOptions()).compose(new StringReader(text)));
            return new Parser(file, tree).scenario();
        } catch (ReaderException unprintable) {
            PolicyError error = PolicyError.of(unprintable, text);
            throw new BrokenScenarioException(file, error.line(), error.message());
        } catch (BrokenNodeException broken) {
            throw new BrokenScenarioException(file, broken.line(), String.valueOf(broken.getMessage()));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            throw new BrokenScenarioException(file, line, "not YAML: " + broken.getProblem());
        } catch (YAMLException | ClassCastException | NullPointerException broken) {
            throw new BrokenScenarioException(file, 1, "not a scenario: " + broken.getMessage());
        }
    }

    private static final class Parser {
        private static final List<String> TOP = List.of("scenario", "policy", "lines", "opted-in", "steps");
        private static final List<String> EVENTS = List.of("request", "conversation", "line", "policy", "command");
        private static final List<String> STEP = List.of(
                "at",
                "repeat",
                "every",
                "expect",
                "counts",
                "alerts",
                "request",
                "conversation",
                "line",
                "policy",
                "command");
        private static final Pattern RELATIVE = Pattern.compile("\\+?([0-9]{1,9})(ms|s|m|h|d)");
        private static final int MOST_REPEATS = 1_000_000;

        private final Path file;
        private final YamlTree tree;

        Parser(Path file, YamlTree tree) {
            this.file = file;
            this.tree = tree;
        }

        Scenario scenario() throws BrokenScenarioException {
            JsonNode root = tree.root();
            rejectUnknown(root, TOP);
            List<Step> steps = new ArrayList<>();
            Instant last = null;
            for (JsonNode step : root.path("steps")) {
                Step read = step(step, last);
                steps.add(read);
                last = read.at();
            }
            if (steps.isEmpty()) {
                throw broken(root, "steps is missing or empty");
            }
            List<SpecificRecord> setUp = new ArrayList<>();
            Scenario scenario = new Scenario(file, root.path("scenario").asText("(no sentence)"), setUp, steps);
            setUp.addAll(setUp(root, scenario.start()));
            return scenario;
        }

        private List<SpecificRecord> setUp(JsonNode root, Instant start) throws BrokenScenarioException {
            List<SpecificRecord> setUp = new ArrayList<>();
            if (root.has("policy")) {
                setUp.add(new PolicyUpdate("default", validPolicy(root), start));
            }
            for (JsonNode line : root.path("lines")) {
                setUp.add(record(line, "line", (ObjectNode) line, start, ""));
            }
            for (JsonNode recipient : root.path("opted-in")) {
                ObjectNode optIn = JsonNodeFactory.instance
                        .objectNode()
                        .put("line", "")
                        .put("recipient", recipient.asText())
                        .put("kind", ConversationKind.OPTED_IN.name());
                setUp.add(record(root, "conversation", optIn, start, "opted-in-" + setUp.size()));
            }
            return setUp;
        }

        /** The policy of the file's head, which has to be one: a typing error there would test something else. */
        private String validPolicy(JsonNode root) throws BrokenScenarioException {
            String text = policyText(root, root.get("policy"));
            List<PolicyError> errors = new PolicyYaml().check(text).errors();
            if (errors.isEmpty()) {
                return text;
            }
            throw root.get("policy").isTextual()
                    ? broken(root, "policy " + root.get("policy").textValue() + ", " + errors.get(0))
                    : broken(root.get("policy"), "policy: " + errors.get(0).message());
        }

        /** A policy is a mapping, or names a policy file beside the scenario. */
        private String policyText(JsonNode at, JsonNode policy) throws BrokenScenarioException {
            if (!policy.isTextual()) {
                return policy.toPrettyString();
            }
            try {
                return Utf8.read(file.resolveSibling(policy.textValue()));
            } catch (NotUtf8Exception broken) {
                throw broken(
                        at, "policy: " + policy.textValue() + ", line " + broken.line() + ": " + broken.getMessage());
            } catch (IOException | InvalidPathException unreadable) {
                throw broken(at, "policy: cannot read the file " + policy.textValue());
            }
        }

        private Step step(JsonNode step, @Nullable Instant last) throws BrokenScenarioException {
            rejectUnknown(step, STEP);
            Instant at = at(step, last);
            List<Timed> inputs = inputs(step, at);
            Instant end = inputs.isEmpty() ? at : inputs.get(inputs.size() - 1).at();
            return new Step(tree.lineOf(step), end, inputs, expect(step), counts(step), alerts(step));
        }

        private Instant at(JsonNode step, @Nullable Instant last) throws BrokenScenarioException {
            String text = step.path("at").asText("+0s");
            try {
                if (!text.startsWith("+")) {
                    return AvroJson.time(text);
                }
            } catch (DateTimeException noTime) {
                throw broken(step, "at: '" + text + "' is neither a time nor +90s");
            }
            if (last == null) {
                throw broken(step, "at: the first step needs a time such as 2026-03-02T18:00:00Z");
            }
            return within(step, last.plus(duration(step, text)));
        }

        /** A time that could be written in full, too. */
        private Instant within(JsonNode step, Instant time) throws BrokenScenarioException {
            try {
                return AvroJson.time(time);
            } catch (DateTimeException impossible) {
                throw broken(step, "at: " + time + " lies behind the year 9999");
            }
        }

        private Duration duration(JsonNode step, String text) throws BrokenScenarioException {
            Matcher matcher = RELATIVE.matcher(text);
            if (!matcher.matches()) {
                throw broken(step, "'" + text + "' is no duration such as 90s, 5m or 24h");
            }
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }

        private List<Timed> inputs(JsonNode step, Instant at) throws BrokenScenarioException {
            List<String> given = EVENTS.stream().filter(step::has).toList();
            if (given.size() > 1) {
                throw broken(step, "a step has at most one of " + String.join(", ", EVENTS));
            }
            if (given.isEmpty()) {
                return List.of();
            }
            String type = given.get(0);
            int repeats = step.path("repeat").asInt(1);
            if (repeats < 1 || repeats > MOST_REPEATS) {
                throw broken(step, "repeat must be from 1 to " + MOST_REPEATS);
            }
            Duration every = duration(step, step.path("every").asText("0s"));
            List<Timed> inputs = new ArrayList<>();
            for (int i = 1; i <= repeats; i++) {
                Instant time = i == 1 ? at : within(step, at.plus(every.multipliedBy(i - 1L)));
                ObjectNode fields = numbered(eventFields(type, step), i);
                inputs.add(new Timed(time, record(step, type, fields, time, "event-" + tree.lineOf(step) + "-" + i)));
            }
            return inputs;
        }

        private ObjectNode eventFields(String type, JsonNode step) throws BrokenScenarioException {
            if (type.equals("policy") && step.get(type).isTextual()) {
                return JsonNodeFactory.instance.objectNode().put("policy", policyText(step, step.get(type)));
            }
            if (!(step.get(type) instanceof ObjectNode fields)) {
                throw broken(step, type + " must be a mapping");
            }
            // A policy may be given as the record or as the policy itself.
            if (type.equals("policy") && !fields.has("policy")) {
                ObjectNode record = fields.objectNode();
                record.set("policy", fields);
                return record;
            }
            return fields.deepCopy();
        }

        private static ObjectNode numbered(ObjectNode fields, int i) {
            for (String name : List.of("request_id", "recipient")) {
                if (fields.path(name).isTextual()) {
                    fields.put(name, fields.get(name).textValue().replace("{i}", Integer.toString(i)));
                }
            }
            return fields;
        }

        private SpecificRecord record(JsonNode place, String type, ObjectNode fields, Instant at, String id)
                throws BrokenScenarioException {
            try {
                return EventReader.toRecord(type, fields, at, id);
            } catch (MismatchException mismatch) {
                throw broken(place, String.valueOf(mismatch.getMessage()));
            }
        }

        private @Nullable List<ObjectNode> expect(JsonNode step) throws BrokenScenarioException {
            JsonNode expect = step.get("expect");
            if (expect == null) {
                return null;
            }
            List<ObjectNode> entries = new ArrayList<>();
            for (JsonNode entry : expect.isArray() ? expect : List.of(expect)) {
                if (!(entry instanceof ObjectNode fields)) {
                    throw broken(step, "expect takes mappings of a decision's fields");
                }
                List<String> known = new ArrayList<>(EXTRA_KEYS);
                Decision.getClassSchema().getFields().stream()
                        .map(Schema.Field::name)
                        .forEach(known::add);
                rejectUnknown(fields, known);
                entries.add(fields);
            }
            return entries;
        }

        private @Nullable Map<String, Integer> counts(JsonNode step) throws BrokenScenarioException {
            JsonNode counts = step.get("counts");
            if (counts == null) {
                return null;
            }
            rejectUnknown(counts, List.of("APPROVED", "DEFERRED", "REJECTED"));
            Map<String, Integer> byOutcome = new LinkedHashMap<>();
            counts.properties()
                    .forEach(entry ->
                            byOutcome.put(entry.getKey(), entry.getValue().asInt()));
            return byOutcome;
        }

        private static @Nullable List<String> alerts(JsonNode step) {
            JsonNode alerts = step.get("alerts");
            if (alerts == null) {
                return null;
            }
            List<String> kinds = new ArrayList<>();
            alerts.forEach(kind -> kinds.add(kind.asText()));
            return kinds;
        }

        private void rejectUnknown(JsonNode node, List<String> known) throws BrokenScenarioException {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!known.contains(entry.getKey())) {
                    throw broken(node, "unknown key '" + entry.getKey() + "'" + Nearest.hint(entry.getKey(), known));
                }
            }
        }

        private BrokenScenarioException broken(JsonNode node, String why) {
            return new BrokenScenarioException(file, tree.lineOf(node), why);
        }
    }

    /** The time of the first step's first event. */
    public Instant start() {
        Step first = steps.get(0);
        return first.inputs().isEmpty() ? first.at() : first.inputs().get(0).at();
    }
}
