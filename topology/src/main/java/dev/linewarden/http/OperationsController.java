package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.operations.OperationBook;
import dev.linewarden.operations.OperationKind;
import dev.linewarden.operations.OperationQuery;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.views.ModelAndView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what, why, with what result. */
@Secured(Roles.VIEWER)
@Controller("/operations")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "operations")
final class OperationsController {

    private final OperationDesk operations;
    private final PoolDesk desk;
    private final Pages pages;

    OperationsController(OperationDesk operations, PoolDesk desk, Pages pages) {
        this.operations = operations;
        this.desk = desk;
        this.pages = pages;
    }

    /**
     * What was done, newest first.
     *
     * @param next where the next page begins, for {@code before}; null behind the oldest
     */
    record Operations(
            Instant asOf,
            List<ObjectNode> operations,
            @Nullable String next) implements Answer {}

    /** The page for browsers, else JSON: tools ask for anything. */
    @Get(produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    @Operation(
            summary = "Who did what, why, with what result, newest first",
            description =
                    "What is done over HTTP and by verbs: each operation once, as last written. One that says BEGUN and"
                            + " stays so is one whose result nobody wrote down.")
    @ApiResponse(
            responseCode = "200",
            description = "The newest that are wanted",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Operations.class)))
    HttpResponse<?> operations(
            @Parameter(description = "Only of this pool; of all when it is left out") @Nullable @QueryValue String pool,
            @Parameter(description = "Only of this login or user") @Nullable @QueryValue String actor,
            @Parameter(description = "Only of this kind, as in POLICY_APPLIED") @Nullable @QueryValue String kind,
            @Parameter(description = "Only what was done to this line, request, policy (its hash) or alert")
                    @Nullable
                    @QueryValue
                    String subject,
            @Parameter(description = "next of the page before") @Nullable @QueryValue String before,
            @Parameter(description = "1 to 1,000") @QueryValue(defaultValue = "100") int limit,
            HttpRequest<?> asked) {
        if (limit < 1 || limit > Limits.MAX_PAGE) {
            throw Refusal.of(HttpStatus.BAD_REQUEST, "limit is 1 to " + Limits.MAX_PAGE);
        }
        OperationQuery query = new OperationQuery(pool, actor, kind, subject);
        String from = before == null || before.isBlank() ? null : before;
        OperationBook.Page page = operations.ask(book -> book.newest(query, from, limit));
        List<ObjectNode> found = page.operations().stream().map(AvroJson::write).toList();
        return asked.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals)
                ? page(query, from, found, page.next(), asked)
                : HttpResponse.ok(new Operations(desk.now(), found, page.next()));
    }

    private HttpResponse<?> page(
            OperationQuery query,
            @Nullable String before,
            List<ObjectNode> found,
            @Nullable String next,
            HttpRequest<?> asked) {
        Map<String, Object> model = pages.model("operations", PoolDesk.named(query.pool()), desk.now(), asked);
        model.put("query", query);
        model.put("operations", Json.plain(found));
        model.put("actors", operations.ask(OperationBook::actors));
        model.put("kinds", OperationKind.values());
        model.put("before", before);
        model.put("next", next);
        return HttpResponse.ok(new ModelAndView<>("operations", model)).contentType(MediaType.TEXT_HTML_TYPE);
    }
}
