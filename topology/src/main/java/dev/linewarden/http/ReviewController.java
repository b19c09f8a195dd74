package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.LineReviews;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The hour before. */
@Secured(Roles.VIEWER)
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pools")
final class ReviewController {

    private final GateRunner gate;
    private final Cluster cluster;
    private final PoolDesk desk;

    ReviewController(PoolDesk desk, GateRunner gate, Cluster cluster) {
        this.desk = desk;
        this.gate = gate;
        this.cluster = cluster;
    }

    @Get(uris = {"/pools/{pool}/lines/{line}/review", "/lines/{line}/review"})
    @Operation(
            summary = "What a line did in one hour, and which patterns of flagged lines it shows",
            description =
                    "Without at: what the gate said of its last flag, or the hour before now for a line that never"
                            + " was flagged. From the topics, as long as they hold that hour.")
    @ApiResponse(
            responseCode = "200",
            description = "The hour",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "#/components/schemas/Review")))
    HttpResponse<ObjectNode> review(
            @Nullable String pool,
            String line,
            @Parameter(description = "The end of the hour, such as 2026-03-02T18:00:00Z") @Nullable @QueryValue
                    String at) {
        Instant end = time(at);
        return desk.reading(() -> {
            LineUpdate report = Lines.latest(cluster).get(line);
            if (report == null || !report.getPool().equals(PoolDesk.named(pool))) {
                throw Refusal.of(HttpStatus.NOT_FOUND, "pool " + PoolDesk.named(pool) + " has no such line");
            }
            return HttpResponse.ok(AvroJson.write(LineReviews.of(cluster, report, end, gate.now()))
                    .put("line", line));
        });
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : AvroJson.time(text);
        } catch (DateTimeException noTime) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "at is not a time such as 2026-03-02T18:00:00Z");
        }
    }
}
