package dev.linewarden.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Suspends a pool or the requests with one label, for a time or until somebody resumes it. */
@Secured(Roles.OPERATOR)
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pools")
final class SuspensionActions {

    private final SuspensionDesk suspensions;
    private final PoolDesk desk;

    SuspensionActions(SuspensionDesk suspensions, PoolDesk desk) {
        this.suspensions = suspensions;
        this.desk = desk;
    }

    /** Any instance takes it at any time: it only goes into a topic. */
    @Post("/pools/{pool}/suspend")
    @Consumes(MediaType.ALL)
    @Operation(
            summary = "Holds what a pool, or the requests with one label, have to send",
            description =
                    "Login codes and replies too. With for it ends by itself, and what could not leave before its own"
                            + " deadline then is refused at once; the same again replaces it. GET /pools/{pool} shows what is in"
                            + " force.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SuspensionDesk.Ordered.class)))
    @ApiResponse(responseCode = "404", description = "There is no such pool")
    HttpResponse<?> suspend(
            String pool,
            @Parameter(description = "key=value, as in campaign=spring; all of the pool when it is left out")
                    @Nullable
                    @QueryValue
                    String label,
            @Parameter(description = "How long, as in 30m or 2h; until somebody resumes it when it is left out")
                    @Nullable
                    @QueryValue("for")
                    String length,
            @Parameter(description = "Why: for the operations log, and in every decision that it holds")
                    @Nullable
                    @QueryValue
                    String reason,
            HttpRequest<?> asked) {
        return accepted(suspensions.suspend(
                PoolDesk.named(pool), SuspensionDesk.label(label), SuspensionDesk.length(length), reason, asked));
    }

    @Post("/pools/{pool}/resume")
    @Consumes(MediaType.ALL)
    @AtOwner
    @Operation(
            summary = "Ends what was suspended, before its time",
            description = "What waits for it is judged at once, in order and within every limit.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SuspensionDesk.Ordered.class)))
    @ApiResponse(responseCode = "404", description = "It is not suspended")
    HttpResponse<?> resume(
            String pool,
            @Parameter(description = "key=value; all of the pool when it is left out") @Nullable @QueryValue
                    String label,
            @Parameter(description = "Why, for the operations log") @Nullable @QueryValue String reason,
            HttpRequest<?> asked) {
        return accepted(suspensions.resume(desk.open(pool), SuspensionDesk.label(label), reason, asked));
    }

    private static HttpResponse<?> accepted(SuspensionDesk.Ordered ordered) {
        return HttpResponse.accepted().body(Json.bytes(ordered)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
