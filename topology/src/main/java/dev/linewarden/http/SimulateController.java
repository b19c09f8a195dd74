package dev.linewarden.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.simulate.EventReader;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import dev.linewarden.simulate.PolicyOverride;
import dev.linewarden.simulate.Simulation;
import dev.linewarden.simulate.Tally;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What would the gate decide? */
@Secured(Roles.VIEWER)
@Controller("/simulate")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "policies")
final class SimulateController {

    // One core's work, and memory for all that comes out.
    private final Semaphore running = new Semaphore(1);

    /** What a simulation is asked with, for the description of the API alone. */
    record Asked(
            List<Object> events,
            @Nullable String policy,
            @Nullable Instant until) {}

    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Runs events through the decision core, in event time",
            description =
                    "events: at most 10,000 objects as in an events file ({\"type\": \"request\", \"at\": …}), in order"
                            + " of at, over at most 92 days. policy: YAML text, or an object, in place of every policy in the"
                            + " events. until: judge what waits up to that time. Nothing of it touches the gate.")
    @ApiResponse(
            responseCode = "200",
            description = "decisions, alerts and a summary",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = "object")))
    HttpResponse<ObjectNode> simulate(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = Asked.class)))
                    @Body
                    byte[] body) {
        JsonNode asked = Json.read(body);
        String policy = policy(asked.path("policy"));
        List<TimedEvent> events = events(asked.path("events"));
        Instant until = until(asked.path("until"), events);
        if (!running.tryAcquire()) {
            throw Refusal.later("another simulation is running: ask again");
        }
        try {
            return HttpResponse.ok(run(events, policy, until));
        } finally {
            running.release();
        }
    }

    private static ObjectNode run(List<TimedEvent> events, @Nullable String policy, @Nullable Instant until) {
        long began = System.nanoTime();
        Collector collector = new Collector();
        Simulation simulation = new Simulation(new LibraryFacts(), new PolicyYaml(), collector);
        PolicyOverride feed = new PolicyOverride(policy, simulation);
        events.forEach(feed::feed);
        if (until != null) {
            simulation.passUntil(until);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("decisions", collector.decisions);
        answer.set("alerts", collector.alerts);
        answer.set("summary", collector.tally.json(events.size(), Duration.ofNanos(System.nanoTime() - began)));
        return answer;
    }

    private static List<TimedEvent> events(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > Limits.MAX_SIMULATED_EVENTS) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST, "events must be a list of 1 to " + Limits.MAX_SIMULATED_EVENTS + " events");
        }
        EventReader reader = new EventReader("events");
        List<TimedEvent> events = new ArrayList<>(list.size());
        try {
            for (JsonNode one : list) {
                TimedEvent event = reader.read(one.toString());
                if (event != null) {
                    events.add(event);
                }
            }
        } catch (BrokenLineException broken) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    broken.getMessage() + " (an event's place in the list, from 1, is its line)");
        }
        requireShort(events.get(0).at(), events.get(events.size() - 1).at());
        return events;
    }

    private static @Nullable Instant until(JsonNode text, List<TimedEvent> events) {
        if (text.isMissingNode() || text.isNull()) {
            return null;
        }
        try {
            Instant until = AvroJson.time(text.asText());
            requireShort(events.get(0).at(), until);
            return until;
        } catch (DateTimeException noTime) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "until is not a time such as 2026-03-02T18:00:00Z");
        }
    }

    private static void requireShort(Instant from, Instant to) {
        if (Duration.between(from, to).compareTo(Limits.MAX_SIMULATED_TIME) > 0) {
            throw Refusal.of(
                    HttpStatus.BAD_REQUEST,
                    "events and until span more than " + Limits.MAX_SIMULATED_TIME.toDays()
                            + " days: simulate less at once, or use `linewarden simulate`");
        }
    }

    private static @Nullable String policy(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        // JSON is YAML.
        String yaml = given.isObject() ? given.toPrettyString() : given.asText();
        List<PolicyError> errors = new PolicyYaml().check(yaml).errors();
        if (!errors.isEmpty()) {
            throw Refusal.of(HttpStatus.UNPROCESSABLE_ENTITY, "policy, " + errors.get(0), Map.of("errors", errors));
        }
        return yaml;
    }

    /** All that comes out, and the counts. */
    private static final class Collector implements Output {
        private final ArrayNode decisions = JsonNodeFactory.instance.arrayNode();
        private final ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
        private final Tally tally = new Tally();

        @Override
        public void decided(Decision decision) {
            tally.decided(decision);
            decisions.add(AvroJson.write(Records.toRecord(decision)));
        }

        @Override
        public void alerted(Alert alert) {
            tally.alerted(alert);
            alerts.add(AvroJson.write(Records.toRecord(alert)));
        }
    }
}
