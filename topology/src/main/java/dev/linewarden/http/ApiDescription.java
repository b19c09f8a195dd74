package dev.linewarden.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/** The head of the API's description; the rest is generated from the controllers when they are compiled. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Linewarden",
                        version = "1",
                        description =
                                "The gate between services that want to send iMessages and the workers that send them."
                                        + " Every error is a problem (RFC 9457) whose detail says what to do. What is read of a pool's"
                                        + " state is provisional: the newest of it may not be committed yet."))
final class ApiDescription {

    private ApiDescription() {}
}
