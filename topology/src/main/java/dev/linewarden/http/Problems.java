package dev.linewarden.http;

import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error leaves as a problem that says what to do, and in no words of an exception. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** Errors that the server itself finds: no such route, another method, a body that is too large. */
    @Singleton
    @Primary
    static final class OfTheServer implements ErrorResponseProcessor<byte[]> {

        @Override
        public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpRequest<?> request = context.getRequest();
            HttpStatus status = response.status();
            return Problem.of(status, detail(status, request, response), request.getPath(), Map.of())
                    .into(response, request);
        }

        private static String detail(HttpStatus status, HttpRequest<?> request, HttpResponse<?> response) {
            return switch (status) {
                case NOT_FOUND -> "there is nothing at this path: see /openapi for what there is";
                case METHOD_NOT_ALLOWED ->
                    request.getMethodName() + " is not what this path takes: it takes "
                            + String.join(", ", response.getHeaders().getAll("Allow"));
                case UNSUPPORTED_MEDIA_TYPE ->
                    "this path does not take that kind of body: send JSON, with Content-Type: application/json";
                case NOT_ACCEPTABLE -> "there is no answer of the kind that Accept asks for: application/json is";
                case REQUEST_ENTITY_TOO_LARGE ->
                    "the body is over " + Limits.MAX_BODY_BYTES + " bytes: send less at once";
                case BAD_REQUEST -> "the request cannot be read: see /openapi for what this path takes";
                case UNAUTHORIZED -> "a login is needed: see / for how";
                case FORBIDDEN -> "this login may not do that: ask an operator or admin";
                default -> status.getReason() + ": see /openapi for what this path takes";
            };
        }
    }

    /** What is refused on purpose. */
    @Singleton
    @SuppressWarnings("rawtypes") // as the interface has it
    static final class OfRefusals implements ExceptionHandler<Refusal, HttpResponse<?>> {

        @Override
        public HttpResponse<?> handle(HttpRequest request, Refusal refusal) {
            MutableHttpResponse<?> response = HttpResponse.status(refusal.status());
            if (refusal.retryAfter() != null) {
                response.header(
                        "Retry-After", Long.toString(refusal.retryAfter().toSeconds()));
            }
            return Problem.of(refusal.status(), refusal.detail(), request.getPath(), refusal.more())
                    .into(response, request);
        }
    }

    /** A pool that moves away while it is being read. */
    @Singleton
    @SuppressWarnings("rawtypes") // as the interface has it
    static final class OfMovingPools implements ExceptionHandler<InvalidStateStoreException, HttpResponse<?>> {

        @Override
        public HttpResponse<?> handle(HttpRequest request, InvalidStateStoreException moved) {
            return new OfRefusals().handle(request, PoolDesk.moving());
        }
    }

    /** A bug, or something that nobody thought of: its words stay in the log. */
    @Singleton
    @SuppressWarnings("rawtypes") // as the interface has it
    static final class OfBugs implements ExceptionHandler<RuntimeException, HttpResponse<?>> {

        @Override
        public HttpResponse<?> handle(HttpRequest request, RuntimeException bug) {
            String id = UUID.randomUUID().toString();
            // Paths and messages may hold handles.
            LOG.error("An HTTP request failed ({}), at {}", id, trace(bug));
            return Problem.of(
                            HttpStatus.INTERNAL_SERVER_ERROR,
                            "something went wrong inside: the log has it as " + id,
                            request.getPath(),
                            Map.of())
                    .into(HttpResponse.serverError(), request);
        }

        private static String trace(Throwable bug) {
            StackTraceElement[] stack = bug.getStackTrace();
            return bug.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        }
    }

    /** Nobody, or somebody who may not. */
    @Singleton
    @Replaces(DefaultAuthorizationExceptionHandler.class)
    @SuppressWarnings("rawtypes") // as the interface has it
    static final class OfLogins implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {

        private static final String BASIC = "Basic realm=\"Linewarden\", charset=\"UTF-8\"";
        private static final String COOKIE = "Cookie realm=\"Linewarden\", form-action=\"" + Oidc.LOGIN + "\"";

        private final Logins logins;

        OfLogins(Logins logins) {
            this.logins = logins;
        }

        @Override
        public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
            if (refused.isForbidden()) {
                return Problem.of(
                                HttpStatus.FORBIDDEN,
                                "this login's role may not do that: ask an operator or admin",
                                request.getPath(),
                                Map.of())
                        .into(HttpResponse.status(HttpStatus.FORBIDDEN), request);
            }
            return logins.hasProvider() && opensAPage(request) ? toTheProvider(request) : unknown(request);
        }

        private MutableHttpResponse<?> unknown(HttpRequest<?> request) {
            MutableHttpResponse<?> response = HttpResponse.status(HttpStatus.UNAUTHORIZED);
            // A browser that is at a page asks its user for a password when it is told of one, and nobody would know
            // which.
            boolean asksByItself = request.getHeaders().contains("Sec-Fetch-Mode");
            if (logins.hasPasswords() && !(logins.hasProvider() && asksByItself)) {
                response.header("WWW-Authenticate", BASIC);
            } else {
                response.header("WWW-Authenticate", COOKIE);
            }
            String way = logins.hasPasswords() ? "send its name and password as basic authentication" : "";
            String page = logins.hasProvider() ? "open " + Oidc.LOGIN + " in a browser" : "";
            String or = way.isEmpty() || page.isEmpty() ? "" : ", or ";
            return Problem.of(
                            HttpStatus.UNAUTHORIZED,
                            "a login is needed: " + page + or + way,
                            request.getPath(),
                            Map.of())
                    .into(response, request);
        }

        private static boolean opensAPage(HttpRequest<?> request) {
            String mode = request.getHeaders().get("Sec-Fetch-Mode");
            return request.getMethod() == HttpMethod.GET
                    && (mode == null || mode.equals("navigate"))
                    && !request.getHeaders().contains("Authorization")
                    && request.accept().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals);
        }

        private static MutableHttpResponse<?> toTheProvider(HttpRequest<?> request) {
            return HttpResponse.seeOther(UriBuilder.of(Oidc.LOGIN)
                    .queryParam("to", Peers.pathOf(request))
                    .build());
        }
    }
}
