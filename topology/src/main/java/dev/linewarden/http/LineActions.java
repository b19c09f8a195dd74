package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Lines;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.operations.Author;
import dev.linewarden.operations.Deed;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.policy.Spelling;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pauses lines, for a time or until somebody brings them back. Any instance does it: it only goes into a topic. */
@Secured(Roles.OPERATOR)
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "pools")
final class LineActions {

    private final Cluster cluster;
    private final OperationDesk operations;
    private final PoolDesk desk;

    LineActions(Cluster cluster, OperationDesk operations, PoolDesk desk) {
        this.cluster = cluster;
        this.operations = operations;
        this.desk = desk;
    }

    /**
     * What Kafka has; the gate takes it at its place in the journal.
     *
     * @param until when the line returns by itself; null for not by itself
     */
    record Reported(
            String pool,
            String line,
            String status,
            @Nullable Instant until) {}

    @Post(uris = {"/pools/{pool}/lines/{line}/pause", "/lines/{line}/pause"})
    @Operation(
            summary = "Pauses a line, for a time or until it is brought back",
            description =
                    "What waits for it is planned anew; nobody is moved off it. With for, whichever instance owns the"
                            + " pool by then brings it back, unless it was flagged or retired meanwhile.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Reported.class)))
    @ApiResponse(responseCode = "404", description = "Nobody has added such a line")
    @ApiResponse(responseCode = "409", description = "It is neither ACTIVE nor PAUSED")
    HttpResponse<?> pause(
            @Nullable String pool,
            String line,
            @Parameter(description = "How long, as in 30m or 2h; until somebody brings it back when it is left out")
                    @Nullable
                    @QueryValue("for")
                    String length,
            @Parameter(description = "Why, for the operations log") @Nullable @QueryValue String reason,
            HttpRequest<?> asked) {
        return accepted(paused(pool, line, length, reason, asked));
    }

    /** Reports a line as paused. */
    Reported paused(
            @Nullable String pool,
            String line,
            @Nullable String length,
            @Nullable String reason,
            HttpRequest<?> asked) {
        Instant now = desk.now();
        Instant until = length == null || length.isBlank() ? null : now.plus(duration(length));
        LineUpdate known = known(pool, line);
        if (known.getStatus() != LineStatus.ACTIVE && known.getStatus() != LineStatus.PAUSED) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "the line is " + known.getStatus() + ", which a pause must not end: leave it so");
        }
        Author author = author(asked, reason);
        LineUpdate update = until == null
                ? LineUpdates.changed(known, LineStatus.PAUSED, now, author.reason())
                : LineUpdates.pausedUntil(known, until, now, author.reason());
        return report(update, author);
    }

    @Post(uris = {"/pools/{pool}/lines/{line}/return", "/lines/{line}/return"})
    @Operation(summary = "Brings a line back that is paused or flagged")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Reported.class)))
    HttpResponse<?> bringBack(
            @Nullable String pool,
            String line,
            @Parameter(description = "Why, for the operations log") @Nullable @QueryValue String reason,
            HttpRequest<?> asked) {
        return accepted(broughtBack(pool, line, reason, asked));
    }

    /** Reports a line as ACTIVE. */
    Reported broughtBack(@Nullable String pool, String line, @Nullable String reason, HttpRequest<?> asked) {
        Author author = author(asked, reason);
        return report(LineUpdates.changed(known(pool, line), LineStatus.ACTIVE, desk.now(), null), author);
    }

    private static Author author(HttpRequest<?> asked, @Nullable String reason) {
        Author author = OperationDesk.author(asked, reason);
        if (author.reason() == null) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "say why, as reason: the log keeps it");
        }
        return author;
    }

    /**
     * How long something goes on, as an address has it.
     *
     * @throws Refusal 400 for what is no such duration
     */
    static Duration duration(String text) {
        Duration length = Spelling.span(text.strip());
        if (length == null) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "for is a duration such as 30m or 2h, of at most 365d");
        }
        return length;
    }

    /**
     * The line's last report.
     *
     * @throws Refusal 404 for a line that nobody has added to the pool
     */
    LineUpdate known(@Nullable String pool, String line) {
        String name = PoolDesk.named(pool);
        LineUpdate known = Lines.latest(cluster).get(line);
        if (known == null || !known.getPool().equals(name)) {
            throw Refusal.of(HttpStatus.NOT_FOUND, "pool " + name + " has no such line: see /pools/" + name + "/lines");
        }
        return known;
    }

    private Reported report(LineUpdate update, Author author) {
        Instant until = update.getUntil();
        Deed deed = new Deed(
                OperationKind.of(update.getStatus()),
                update.getPool(),
                update.getLine(),
                until == null
                        ? Map.of()
                        : Map.of("until", until.truncatedTo(ChronoUnit.SECONDS).toString()));
        operations.publish(author, deed, update);
        return new Reported(
                update.getPool(), update.getLine(), update.getStatus().name(), until);
    }

    private static HttpResponse<?> accepted(Reported reported) {
        return HttpResponse.accepted().body(Json.bytes(reported)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
