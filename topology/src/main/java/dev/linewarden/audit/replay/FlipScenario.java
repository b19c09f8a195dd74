package dev.linewarden.audit.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.Entries.Entry;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Records;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.RequestBuilder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.policy.PolicyJson;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.CoreStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A scenario file that shows one change: it passes under the other policy, which is in it, and fails under the one that was in
 * force.
 *
 * @param yaml the file
 * @param withRecordedPolicy the same under the policy that was in force
 * @param steps how many there are
 */
public record FlipScenario(String yaml, String withRecordedPolicy, int steps) {

    private static final String POOL = "default";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    // What says no more than the scenario's format does by itself.
    private static final List<String> LEFT_OUT = List.of("pool", "event_id", "at", "received_at", "created_at");

    /**
     * The file of what shows a change.
     *
     * @return null when it is shown with the real handles and texts alone, and they are not to be revealed
     */
    static @Nullable FlipScenario of(Flipping flipping, String name, List<Entry> entries, boolean reveal) {
        Set<String> suspended = suspendedLabels(entries);
        List<Entry> shown =
                entries.stream().map(entry -> inDefaultPool(entry, suspended)).toList();
        Flipping there = new Flipping(
                POOL,
                flipping.requestId(),
                flipping.direction(),
                flipping.recorded(),
                flipping.other(),
                flipping.end());
        if (!reveal) {
            StandIns standIns = new StandIns();
            shown = shown.stream()
                    .map(entry -> new Entry(
                            entry.offset(), entry.appended(), standIns.of(Objects.requireNonNull(entry.event()))))
                    .toList();
        }
        return there.isShownBy(shown) ? write(there, name, shown) : null;
    }

    /** Labels say nothing to the gate, but for those that were suspended. */
    private static Set<String> suspendedLabels(List<Entry> entries) {
        Set<String> keys = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof SuspensionOrder order && order.labelKey() != null) {
                keys.add(order.labelKey());
            }
        }
        return keys;
    }

    private static Entry inDefaultPool(Entry entry, Set<String> suspended) {
        Event event = Objects.requireNonNull(entry.event());
        Event moved = event;
        if (event instanceof OutboundRequest request) {
            moved = new RequestBuilder(request)
                    .pool(POOL)
                    .labels(only(suspended, request.labels()))
                    .build();
        } else if (event instanceof ConversationEvent heard) {
            moved = new ConversationEvent(
                    heard.eventId(),
                    POOL,
                    heard.line(),
                    heard.recipient(),
                    heard.kind(),
                    heard.at(),
                    heard.text(),
                    heard.requestId());
        } else if (event instanceof LineUpdate line) {
            moved = new LineUpdate(
                    POOL,
                    line.line(),
                    line.server(),
                    line.status(),
                    line.activatedAt(),
                    line.at(),
                    null,
                    line.evacuate(),
                    line.resumes());
        } else if (event instanceof SuspensionOrder order) {
            moved = new SuspensionOrder(
                    POOL, order.labelKey(), order.labelValue(), order.until(), null, order.ends(), order.at());
        } else if (event instanceof Command command) {
            moved = new Command(POOL, command.kind(), command.requestId(), command.recipient(), command.at());
        }
        return new Entry(entry.offset(), entry.appended(), moved);
    }

    private static Map<String, String> only(Set<String> keys, Map<String, String> labels) {
        Map<String, String> kept = new LinkedHashMap<>(labels);
        kept.keySet().retainAll(keys);
        return kept;
    }

    private static FlipScenario write(Flipping flipping, String name, List<Entry> entries) {
        List<String> steps = steps(flipping, entries);
        String sentence = flipping.requestId() + ": " + flipping.direction() + " with " + name;
        String recorded = PolicyJson.of(flipping.recorded()).toString();
        String head =
                "# Shrunk from a journal. This passes under the policy below and fails under the one that was in force:\n"
                        + "# policy: " + recorded + "\n"
                        + "scenario: " + MAPPER.getNodeFactory().textNode(sentence) + "\n";
        String tail = "steps:\n" + String.join("", steps);
        return new FlipScenario(
                head + "policy: " + PolicyJson.of(flipping.other()) + "\n" + tail,
                head + "policy: " + recorded + "\n" + tail,
                steps.size());
    }

    /** One for each entry, with what is decided there when it is about the request. */
    private static List<String> steps(Flipping flipping, List<Entry> entries) {
        CoreStage stage = new CoreStage();
        Instant start = entries.get(0).appended();
        stage.take(start, new PolicyUpdate(POOL, flipping.other(), start));
        List<String> steps = new ArrayList<>();
        Instant last = start;
        for (Entry entry : entries) {
            last = entry.appended();
            SpecificRecord record = record(Objects.requireNonNull(entry.event()));
            stage.passUntil(last);
            stage.take(last, record);
            stage.passUntil(last);
            ObjectNode step = JsonNodeFactory.instance.objectNode().put("at", last.toString());
            step.set(typeOf(record), fields(record, last));
            steps.add(line(step, stage.decisions(), flipping.requestId()));
        }
        if (flipping.end().isAfter(last)) {
            stage.passUntil(flipping.end());
            ObjectNode step = JsonNodeFactory.instance
                    .objectNode()
                    .put("at", flipping.end().toString());
            steps.add(line(step, stage.decisions(), flipping.requestId()));
        }
        return steps;
    }

    private static String line(ObjectNode step, List<Decision> decisions, String requestId) {
        boolean isAboutIt = decisions.stream()
                .anyMatch(decision -> decision.getRequest().getRequestId().equals(requestId));
        boolean isTimeAlone = step.size() == 1;
        if (isAboutIt || isTimeAlone) {
            ArrayNode expect = step.putArray("expect");
            for (Decision decision : decisions) {
                ObjectNode expected = expect.addObject()
                        .put("request_id", decision.getRequest().getRequestId())
                        .put("outcome", decision.getOutcome().name());
                if (decision.getBindingCode() != null) {
                    expected.put("binding_code", decision.getBindingCode());
                }
            }
        }
        return "  - " + step + "\n";
    }

    private static String typeOf(SpecificRecord record) {
        return switch (record.getSchema().getName()) {
            case "OutboundRequest" -> "request";
            case "ConversationEvent" -> "conversation";
            case "LineUpdate" -> "line";
            default -> "command";
        };
    }

    private static SpecificRecord record(Event event) {
        if (event instanceof OutboundRequest request) {
            return Records.toRecord(request);
        }
        if (event instanceof LineUpdate line) {
            return Records.toRecord(line);
        }
        if (event instanceof Command command) {
            return Records.toRecord(command);
        }
        if (event instanceof SuspensionOrder order) {
            return Records.toRecord(order);
        }
        ConversationEvent heard = (ConversationEvent) event;
        return new dev.linewarden.schemas.ConversationEvent(
                heard.eventId(),
                heard.pool(),
                heard.line(),
                heard.recipient(),
                ConversationKind.valueOf(heard.kind().name()),
                heard.at(),
                heard.text(),
                heard.requestId());
    }

    private static ObjectNode fields(SpecificRecord record, Instant at) {
        ObjectNode fields = AvroJson.write(record);
        boolean isOlder = record instanceof dev.linewarden.schemas.OutboundRequest request
                && request.getCreatedAt().isBefore(at);
        LEFT_OUT.stream()
                .filter(field -> !(field.equals("created_at") && isOlder))
                .forEach(fields::remove);
        fields.properties().removeIf(field -> isDefault(record, field.getKey(), field.getValue()));
        return fields;
    }

    private static boolean isDefault(SpecificRecord record, String field, JsonNode value) {
        boolean isEmpty = value.isContainerNode() && value.isEmpty();
        Object standard = record.getSchema().getField(field).defaultVal();
        return isEmpty || (standard != null && standard.toString().equals(value.asText()));
    }
}
