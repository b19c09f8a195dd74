package dev.linewarden.http;

import dev.linewarden.contract.Utf8;
import dev.linewarden.contract.Utf8.NotUtf8Exception;
import dev.linewarden.policy.PolicyError;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows policies and puts them in force, those that hold alone. */
@Secured(Roles.ADMIN)
@Controller("/pools/{pool}/policy")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "policies")
final class PolicyController {

    // Micronaut's own constant is the name that was used before there was one.
    private static final String YAML = "application/yaml";

    private final PolicyDesk policies;
    private final PoolDesk desk;

    PolicyController(PolicyDesk policies, PoolDesk desk) {
        this.policies = policies;
        this.desk = desk;
    }

    /**
     * The policy in force.
     *
     * @param hash of the text, as decisions name it; {@code If-Match} takes it
     * @param policy the text as it was adopted
     */
    record InForce(String pool, Instant asOf, String version, String hash, String mode, String policy)
            implements Answer {}

    @Get
    @AtOwner
    @Secured(Roles.VIEWER)
    @Operation(summary = "The policy in force, with its text")
    HttpResponse<InForce> get(String pool) {
        PoolDesk.Opened opened = desk.open(pool);
        return HttpResponse.ok(new InForce(
                opened.pool(),
                opened.now(),
                opened.policy().version(),
                opened.inForce().hash(),
                opened.policy().mode().name(),
                opened.inForce().yaml()));
    }

    @Put
    @Consumes({YAML, MediaType.APPLICATION_YAML, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Puts a policy in force, at its place in the journal",
            description =
                    "The body is the policy, YAML or JSON. It is checked first: what is wrong is told by line and"
                            + " column, and nothing is published. With If-Match it takes the place of the policy with that hash alone.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyDesk.Checked.class)))
    @ApiResponse(responseCode = "200", description = "With check=true: it holds, and was not published")
    @ApiResponse(responseCode = "412", description = "Another was published since; If-Match names neither")
    @ApiResponse(responseCode = "422", description = "What is wrong, by line and column")
    HttpResponse<?> put(
            String pool,
            @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = "string"))) @Body byte[] body,
            @Parameter(description = "Only check it") @QueryValue(defaultValue = "false") boolean check,
            @Parameter(description = "Why, for the operations log") @Nullable @QueryValue String reason,
            @Parameter(description = "The hash of the policy that it is to take the place of")
                    @Nullable
                    @Header("If-Match")
                    String ifMatch,
            HttpRequest<?> asked) {
        String name = PoolDesk.named(pool);
        String yaml = text(body);
        PolicyDesk.Checked checked = check
                ? PolicyDesk.check(name, yaml)
                : policies.apply(name, yaml, replaced(ifMatch), OperationDesk.author(asked, reason));
        return HttpResponse.status(check ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(Json.bytes(checked))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** The hash that is asked for; null for any. */
    private static @Nullable String replaced(@Nullable String ifMatch) {
        String plain = ifMatch == null ? "*" : ifMatch.strip();
        return plain.equals("*") ? null : plain.replaceAll("^\"|\"$", "");
    }

    private static String text(byte[] body) {
        try {
            return Utf8.decode(body, body.length);
        } catch (NotUtf8Exception broken) {
            throw PolicyDesk.refusal(
                    List.of(new PolicyError(broken.line(), broken.column(), String.valueOf(broken.getMessage()))));
        }
    }
}
