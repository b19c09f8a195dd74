package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.Direction;
import dev.linewarden.audit.replay.FlipLedger;
import dev.linewarden.audit.replay.PolicyChange;
import dev.linewarden.audit.replay.Scope;
import dev.linewarden.audit.replay.State;
import dev.linewarden.audit.replay.Watch;
import dev.linewarden.audit.replay.WhatIf;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.sse.Event;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * What another policy would have changed of a pool's last hours: the journal decided again, told as it goes. One answer is one
 * connection, so that whoever closes it ends the work, and no instance needs to remember it.
 */
@Secured(Roles.OPERATOR)
@Controller("/policy/what-if")
@Hidden
final class WhatIfController {

    /** A folder of {@code replay --checkpoint}: where there is one, nothing before it is decided again. */
    static final String CHECKPOINTS = "linewarden.http.checkpoints";

    private static final Logger LOG = LoggerFactory.getLogger(WhatIfController.class);
    private static final List<Integer> HOURS = List.of(1, 6, 24, 72, 168);
    private static final int MOST_SHOWN = 20;
    private static final Duration OTHER_TIME = Duration.ofHours(1);

    private final Cluster cluster;
    private final GateRunner gate;
    // A state of the pool for each side, beside a gate that works.
    private final Semaphore running = new Semaphore(1);

    WhatIfController(Cluster cluster, GateRunner gate) {
        this.cluster = cluster;
        this.gate = gate;
    }

    @Post(consumes = MediaType.APPLICATION_FORM_URLENCODED, produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<byte[]>> ask(@Body Map<String, String> form) {
        String pool = PoolDesk.named(form.get("pool"));
        String yaml = PolicyPages.text(form, "policy");
        PolicyDesk.check(pool, yaml);
        int hours = hours(form.getOrDefault("hours", "24"));
        if (!running.tryAcquire()) {
            throw Refusal.later("somebody else is asking what if on this instance: ask again when that is done");
        }
        return Flux.create(sink -> start(pool, yaml, hours, sink), FluxSink.OverflowStrategy.BUFFER);
    }

    private static int hours(String text) {
        return HOURS.stream()
                .filter(hours -> hours.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.of(HttpStatus.BAD_REQUEST, "hours is one of " + HOURS));
    }

    private void start(String pool, String yaml, int hours, FluxSink<Event<byte[]>> sink) {
        Thread thread = new Thread(
                () -> {
                    try {
                        sink.next(event("answer", answer(pool, yaml, hours, sink)));
                    } catch (ClusterException | KafkaException unread) {
                        sink.next(event("answer", refused("Kafka did not give what is needed: ask again")));
                    } catch (RuntimeException bug) {
                        LOG.error("A what-if failed: {}", bug.getClass().getName());
                        sink.next(event("answer", refused("something went wrong inside: the log has it")));
                    } finally {
                        running.release();
                        sink.complete();
                    }
                },
                "what-if");
        thread.setDaemon(true);
        thread.start();
    }

    private ObjectNode answer(String pool, String yaml, int hours, FluxSink<Event<byte[]>> sink) {
        if (Duration.between(gate.now(), Instant.now()).abs().compareTo(OTHER_TIME) > 0) {
            return refused(
                    "This gate's days pass at another pace than its broker's, as in a demo, and the broker's times stand"
                            + " in the journal: it cannot be decided again. Ask a gate that keeps real time.");
        }
        Instant from = gate.now().minus(Duration.ofHours(hours));
        Scope scope = new Scope(from, null, pool, gate.config().applicationId(), checkpoints());
        WhatIf.Answers answers =
                new WhatIf(cluster, scope, watch(sink)).of(List.of(PolicyChange.to("the policy asked about", yaml)));
        if (answers.isRefused()) {
            return refused(why(answers.identity().state(), hours));
        }
        ObjectNode json = of(answers.answers().get(0).ledger());
        return json.put("state", answers.isCancelled() ? "cancelled" : "ok")
                .put("from", from.toString())
                .put("met", answers.identity().same())
                .put("entries", answers.identity().entries())
                .put("millis", answers.took().toMillis());
    }

    private @Nullable Path checkpoints() {
        String folder = gate.config().client().get(CHECKPOINTS);
        return folder == null || folder.isBlank() ? null : Path.of(folder);
    }

    private static Watch watch(FluxSink<Event<byte[]>> sink) {
        return new Watch() {
            @Override
            public void at(String task, long done, long all) {
                sink.next(event(
                        "progress",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("task", task)
                                .put("done", done)
                                .put("all", all)));
            }

            @Override
            public boolean isCancelled() {
                return sink.isCancelled();
            }
        };
    }

    private static String why(State state, int hours) {
        return switch (state) {
            case EMPTY, OK ->
                "Nothing was decided in the last " + hours + " h: there is nothing that it could have changed.";
            case CANCELLED -> "Cancelled before anything was known.";
            case TRUNCATED ->
                "The journal no longer reaches back to its beginning, so the state of that time cannot be built up again. Let"
                        + " `linewarden replay --verify --checkpoint DIR` run daily, and name the folder as "
                        + CHECKPOINTS
                        + " in the gate's --config.";
            case MASKED -> "Entries of the journal cannot be read here, so what hangs on them is not known.";
            case VERSION_MISMATCH ->
                "Another build made the recorded decisions, and they do not all come out again: what would be this policy's"
                        + " doing could not be told from the build's.";
            case DIFFERENT ->
                "The recorded decisions do not come out again, so nothing is said of another policy:"
                        + " `linewarden replay --verify` shows where.";
        };
    }

    private static ObjectNode refused(String why) {
        return JsonNodeFactory.instance.objectNode().put("state", "refused").put("why", why);
    }

    private static ObjectNode of(FlipLedger ledger) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("requests", ledger.requests())
                .put("unchanged", ledger.unchanged())
                .put("other_line", ledger.otherLine())
                .put("other_reason", ledger.otherReason());
        ArrayNode directions = json.putArray("directions");
        for (Direction direction : Direction.values()) {
            directions
                    .addObject()
                    .put("name", direction.toString())
                    .put("requests", ledger.count(direction))
                    .put("first_order", ledger.firstOrder(direction));
        }
        ArrayNode changed = json.putArray("changed");
        ledger.sample().stream().limit(MOST_SHOWN).forEach(flip -> changed.addObject()
                .put("request_id", flip.requestId())
                .put("at", flip.at().toString())
                .put("change", flip.direction().toString())
                .put("recorded_code", flip.recordedCode())
                .put("would_code", flip.wouldCode()));
        return json;
    }

    private static Event<byte[]> event(String name, ObjectNode data) {
        return Event.of(Json.bytes(data)).name(name);
    }
}
