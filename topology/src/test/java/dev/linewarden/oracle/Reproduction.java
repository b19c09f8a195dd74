package dev.linewarden.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.oracle.Complaint;
import dev.linewarden.audit.oracle.Journal;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.CoreStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;

/** Writes what happened as a scenario file: every event with what was decided, and what the oracle says instead. */
public final class Reproduction {

    private static final Map<String, String> UNSAID =
            Map.of("priority", "NORMAL", "pool", "default", "hold_for_reply", "false", "cancel_on_reply", "false");

    private final StringBuilder text = new StringBuilder();

    private Reproduction() {}

    /**
     * The scenario. Where the complaint names a decision, the scenario expects another outcome and so fails when run;
     * without a complaint it expects what was decided, and holds.
     */
    public static String of(World world, Complaint complaint) {
        return new Reproduction().write(world, world.end(), complaint);
    }

    /**
     * Saves the scenario where the next engineer looks for it. A property test that shrinks calls this for smaller and
     * smaller failures, so that the smallest is what stays.
     *
     * @return where it is and how to run it, and the text
     */
    public static String save(String name, World world, Complaint complaint) {
        try {
            String scenario = of(world, complaint);
            Path file = Files.createDirectories(Path.of(System.getProperty("linewarden.failures", "target/failures")))
                    .resolve(name + ".yaml");
            Files.writeString(file, scenario);
            return "run `./linewarden test topology/" + file + "`\n" + scenario;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private String write(World world, Instant end, Complaint complaint) {
        text.append("scenario: ")
                .append(complaint == null ? "what was decided" : "found by a property test, " + complaint.text())
                .append("\nsteps:\n");
        CoreStage stage = new CoreStage();
        for (Journal.Entry event : world.events()) {
            stage.passUntil(event.at());
            expect(event.at(), stage.decisions(), complaint);
            stage.take(event.at(), event.event());
            step(event);
            expectations(stage.decisions(), complaint);
        }
        stage.passUntil(end);
        expect(end, stage.decisions(), complaint);
        if (complaint != null && complaint.decisionId() == null) {
            text.append("  - at: ").append(end).append("\n    expect: {request_id: ");
            text.append(complaint.requestId()).append("}  # should have ended by now, once\n");
        }
        return text.toString();
    }

    /** What fell due before the next event, as a step that only lets time pass. */
    private void expect(Instant at, List<Decision> decisions, Complaint complaint) {
        if (!decisions.isEmpty()) {
            text.append("  - at: ").append(at).append('\n');
            expectations(decisions, complaint);
        }
    }

    private void expectations(List<Decision> decisions, Complaint complaint) {
        if (decisions.isEmpty()) {
            return;
        }
        text.append("    expect:\n");
        for (Decision decision : decisions) {
            boolean wrong = complaint != null && decision.getDecisionId().equals(complaint.decisionId());
            String decided = decision.getOutcome().name();
            text.append("      - {decision_id: \"")
                    .append(decision.getDecisionId())
                    .append("\", outcome: ");
            text.append(wrong ? instead(decided) : decided).append('}');
            text.append(wrong ? "  # was " + decided + ", but " + complaint.text() + "\n" : "\n");
        }
    }

    private static String instead(String decided) {
        return decided.equals("REJECTED") ? "APPROVED" : "REJECTED";
    }

    private void step(Journal.Entry event) {
        text.append("  - at: ").append(event.at()).append('\n');
        SpecificRecord record = event.event();
        if (record instanceof PolicyUpdate policy) {
            text.append("    policy:\n");
            policy.getPolicy()
                    .lines()
                    .forEach(line -> text.append("      ").append(line).append('\n'));
        } else {
            text.append("    ")
                    .append(typeOf(record))
                    .append(": ")
                    .append(fields(record))
                    .append('\n');
        }
    }

    private static String typeOf(SpecificRecord record) {
        return record instanceof OutboundRequest
                ? "request"
                : record instanceof ConversationEvent
                        ? "conversation"
                        : record instanceof LineUpdate ? "line" : record instanceof Command ? "command" : "unknown";
    }

    /** The fields that say something, as JSON, which is YAML. */
    private static String fields(IndexedRecord record) {
        ObjectNode json = AvroJson.write(record);
        json.remove(List.of("at", "created_at", "event_id"));
        json.properties().removeIf(field -> saysNothing(field.getKey(), field.getValue()));
        return json.toString();
    }

    private static boolean saysNothing(String name, JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || value.asText().equals(UNSAID.get(name));
    }
}
