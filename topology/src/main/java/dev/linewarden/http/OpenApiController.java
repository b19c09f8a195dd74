package dev.linewarden.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Review;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The API's description: a page for people, JSON for tools. */
@Secured(Roles.VIEWER)
@Controller
@Hidden
final class OpenApiController {

    private static final String GENERATED = "/META-INF/swagger/linewarden.yml";

    private final byte[] json = Json.bytes(description());
    private final String page = text("openapi.html");
    private final String script = text("openapi.js");

    /** The page for browsers, else JSON: tools ask for anything. */
    @Get(
            uri = "/openapi",
            produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    HttpResponse<?> description(HttpRequest<?> request) {
        return request.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals)
                ? HttpResponse.ok(page).contentType(MediaType.TEXT_HTML_TYPE)
                : json();
    }

    @Get("/openapi.json")
    HttpResponse<byte[]> json() {
        return HttpResponse.ok(json).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Get(uri = "/openapi/start.js", produces = "text/javascript")
    HttpResponse<String> script() {
        return HttpResponse.ok(script);
    }

    /** What was generated from the controllers, with the records of the contract. */
    private static ObjectNode description() {
        try (InputStream in = OpenApiController.class.getResourceAsStream(GENERATED)) {
            Object yaml =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in, GENERATED));
            ObjectNode description = new ObjectMapper().valueToTree(yaml);
            ObjectNode schemas = description.withObject("/components/schemas");
            schemas.set("OutboundRequest", AvroSchemas.of(OutboundRequest.getClassSchema()));
            schemas.set("Review", AvroSchemas.of(Review.getClassSchema()));
            schemas.set("Operation", AvroSchemas.of(Operation.getClassSchema()));
            schemas.set("Problem", problem());
            return description;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the API's description is not in this build", unreadable);
        }
    }

    private static ObjectNode problem() {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("type", "object")
                .put("description", "An error, as RFC 9457 has it; its detail says what to do.");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("type", "string");
        properties.putObject("title").put("type", "string");
        properties.putObject("status").put("type", "integer");
        properties.putObject("detail").put("type", "string");
        properties.putObject("instance").put("type", "string");
        properties.putObject("errors").put("type", "array").putObject("items").put("type", "object");
        return schema;
    }

    private static String text(String name) {
        try (InputStream in = OpenApiController.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name + " is not in this build", unreadable);
        }
    }
}
