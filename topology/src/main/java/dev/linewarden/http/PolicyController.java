package dev.linewarden.http;

import dev.linewarden.contract.Utf8;
import dev.linewarden.contract.Utf8.NotUtf8Exception;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.policy.PolicyError;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.schemas.PolicyUpdate;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
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
import java.util.Map;

/** Puts policies in force, those that hold alone. */
@Secured(Roles.ADMIN)
@Controller("/pools/{pool}/policy")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "policies")
final class PolicyController {

    // Micronaut's own constant is the name that was used before there was one.
    private static final String YAML = "application/yaml";

    private final Postbox postbox;

    PolicyController(Postbox postbox) {
        this.postbox = postbox;
    }

    /**
     * A policy that holds.
     *
     * @param hash as decisions name it once it is in force
     */
    record Checked(String pool, String version, String hash, boolean published) {}

    @Put
    @Consumes({YAML, MediaType.APPLICATION_YAML, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @Operation(
            summary = "Puts a policy in force, at its place in the journal",
            description = "The body is the policy, YAML or JSON. It is checked first: what is wrong is told by line and"
                    + " column, and nothing is published.")
    @ApiResponse(
            responseCode = "202",
            description = "Kafka has it",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Checked.class)))
    @ApiResponse(responseCode = "200", description = "With check=true: it holds, and was not published")
    @ApiResponse(responseCode = "422", description = "What is wrong, by line and column")
    HttpResponse<?> put(
            String pool,
            @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = "string"))) @Body byte[] body,
            @Parameter(description = "Only check it") @QueryValue(defaultValue = "false") boolean check) {
        String name = PoolDesk.named(pool);
        String yaml = text(body);
        PolicyYaml.Result result = new PolicyYaml().check(yaml);
        if (!result.errors().isEmpty()) {
            throw refusal(result.errors());
        }
        if (!check) {
            postbox.deliver(List.of(new PolicyUpdate(name, yaml, Instant.now())), Map.of());
        }
        Checked checked = new Checked(name, result.policy().version(), PolicyHash.of(yaml), !check);
        return HttpResponse.status(check ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(Json.bytes(checked))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static String text(byte[] body) {
        try {
            return Utf8.decode(body, body.length);
        } catch (NotUtf8Exception broken) {
            throw refusal(
                    List.of(new PolicyError(broken.line(), broken.column(), String.valueOf(broken.getMessage()))));
        }
    }

    private static Refusal refusal(List<PolicyError> errors) {
        return Refusal.of(
                HttpStatus.UNPROCESSABLE_ENTITY,
                errors.get(0)
                        + (errors.size() == 1 ? "" : ", and " + (errors.size() - 1) + " more")
                        + "; the policy in force stays",
                Map.of("errors", errors));
    }
}
