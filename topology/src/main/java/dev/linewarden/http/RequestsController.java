package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.Story;
import dev.linewarden.audit.StoryJson;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.RequestRecord;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.CommandKind;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Requests: handing them in, asking what became of them, taking them back. */
@Secured(Roles.VIEWER)
@Controller("/requests")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "requests")
final class RequestsController {

    private static final Duration CANCELLED_WITHIN = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final GateRunner gate;
    private final StoryDesk stories;
    private final Postbox postbox;
    private final PoolDesk desk;
    private final Logins logins;
    private final OperationDesk operations;

    RequestsController(
            GateRunner gate,
            StoryDesk stories,
            Postbox postbox,
            PoolDesk desk,
            Logins logins,
            OperationDesk operations) {
        this.operations = operations;
        this.gate = gate;
        this.stories = stories;
        this.postbox = postbox;
        this.desk = desk;
        this.logins = logins;
    }

    /**
     * Requests that Kafka has.
     *
     * @param ids in the order of the body
     */
    record Accepted(List<String> ids, List<Taken> requests) {}

    /**
     * One of them.
     *
     * @param href where its story will be
     */
    record Taken(String requestId, String pool, String href) {}

    /** What became of a cancellation that the gate has not judged yet. */
    record Cancelling(String requestId, String pool, String status) {}

    @Post
    @Secured(Roles.OPERATOR)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Hands in one request or a list of up to 1,000",
            description = "Answers once Kafka has all of them. A request without request_id is given one: of"
                    + " Idempotency-Key, if there is one, so that the same call sent again means the same requests, and"
                    + " of which none is sent twice. What is wrong with one of them is told, and then none is taken.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has them",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
    @ApiResponse(
            responseCode = "400",
            description = "What is wrong, by field",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    HttpResponse<?> handIn(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(ref = "#/components/schemas/OutboundRequest")))
                    @Body
                    byte[] body,
            @Nullable @Header("Idempotency-Key") String idempotencyKey) {
        List<OutboundRequest> requests = RequestReader.read(body, idempotencyKey, gate.now());
        List<String> ids = requests.stream().map(OutboundRequest::getRequestId).toList();
        postbox.deliver(requests, Map.of("ids", ids));
        List<Taken> taken = requests.stream()
                .map(one -> new Taken(one.getRequestId(), one.getPool(), href(one.getRequestId(), one.getPool())))
                .toList();
        var response = HttpResponse.accepted()
                .body(Json.bytes(new Accepted(ids, taken)))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
        if (taken.size() == 1) {
            response.getHeaders().location(URI.create(taken.get(0).href()));
        }
        return response;
    }

    private static String href(String id, String pool) {
        return "/requests/" + encoded(id) + "?pool=" + encoded(pool);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Get("/{id}")
    @AtOwner(orHere = true)
    @Operation(
            summary = "The whole story of a request",
            description = "Every attempt with each rule's finding, what it waited for and what ended the wait, as"
                    + " `explain --json` has it. Handles are masked and texts left out unless reveal=true, which the"
                    + " operations log keeps.")
    @ApiResponse(
            responseCode = "200",
            description = "The story",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = "object")))
    HttpResponse<ObjectNode> story(
            String id,
            @Parameter(description = "Its pool; default when it is left out") @Nullable @QueryValue String pool,
            @Parameter(description = "Show the recipient's handle and the message") @QueryValue(defaultValue = "false")
                    boolean reveal,
            HttpRequest<?> asked) {
        boolean shows = Roles.reveals(reveal, logins.isEmpty(), asked);
        List<Story> found = stories.of(id, PoolDesk.named(pool));
        if (found.isEmpty()) {
            throw Refusal.of(HttpStatus.NOT_FOUND, unknown(pool));
        }
        if (shows) {
            operations.revealed(asked, PoolDesk.named(pool), id, "a request");
        }
        return HttpResponse.ok(StoryJson.of(found.get(0), null, shows));
    }

    private static String unknown(@Nullable String pool) {
        return "no decision about it in pool " + PoolDesk.named(pool)
                + ": check the id, name its pool with ?pool=; it may be under way still, or older than the topics'"
                + " retention";
    }

    @Delete("/{id}")
    @Secured(Roles.OPERATOR)
    @AtOwner
    @Operation(
            summary = "Cancels a request that waits",
            description =
                    "204 when it will not be sent: cancelled, or rejected before. 202 when the gate has not judged"
                            + " the cancellation within two seconds. 409 when it has been approved already.")
    @ApiResponse(responseCode = "204", description = "It will not be sent")
    @ApiResponse(
            responseCode = "202",
            description = "Under way",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Cancelling.class)))
    @ApiResponse(responseCode = "404", description = "Nobody knows it")
    @ApiResponse(responseCode = "409", description = "It has been approved")
    HttpResponse<?> cancel(
            String id,
            @Parameter(description = "Its pool; default when it is left out") @Nullable @QueryValue String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        RequestRecord known = opened.view().request(id);
        if (known == null) {
            throw Refusal.of(HttpStatus.NOT_FOUND, unknown(pool));
        }
        if (known.outcome() == Outcome.DEFERRED) {
            postbox.deliver(
                    List.of(new Command(opened.pool(), CommandKind.CANCEL, id, null, Instant.now(), null, null)),
                    Map.of());
            known = afterCommand(opened, known);
        }
        return switch (known.outcome()) {
            case APPROVED ->
                throw Refusal.of(
                        HttpStatus.CONFLICT,
                        "it was approved at " + known.decidedAt() + " and is on its way: it cannot be taken back");
            case REJECTED -> HttpResponse.noContent();
            case DEFERRED ->
                HttpResponse.accepted()
                        .body(Json.bytes(new Cancelling(id, opened.pool(), "CANCELLING")))
                        .contentType(MediaType.APPLICATION_JSON_TYPE);
        };
    }

    /** What became of it, as soon as it waits no longer, or what it was. */
    private static RequestRecord afterCommand(PoolDesk.Opened opened, RequestRecord before) {
        long deadline = System.nanoTime() + CANCELLED_WITHIN.toNanos();
        RequestRecord now = before;
        while (now.outcome() == Outcome.DEFERRED && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            RequestRecord read = opened.view().request(before.requestId());
            now = read == null ? now : read;
        }
        return now;
    }
}
