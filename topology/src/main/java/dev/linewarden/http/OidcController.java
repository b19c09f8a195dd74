package dev.linewarden.http;

import dev.linewarden.http.Logins.Role;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.client.OpenIdClient;
import io.micronaut.security.oauth2.endpoint.authorization.response.AuthorizationErrorResponseException;
import io.micronaut.security.oauth2.endpoint.token.response.TokenErrorResponse;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The way to the identity provider and back: authorization code with PKCE, state and nonce. */
@Controller(produces = MediaType.TEXT_HTML)
@Secured(SecurityRule.IS_ANONYMOUS)
@Requires(property = OidcFactory.ON, value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class OidcController {

    private static final Logger LOG = LoggerFactory.getLogger(OidcController.class);
    private static final String BACK = "linewarden-back";
    private static final Duration LOGIN_TAKES = Duration.ofMinutes(10);
    private static final String AGAIN = "begin again at " + Oidc.LOGIN;

    private final OpenIdClient client;
    private final Issuer issuer;
    private final Oidc oidc;
    private final Sessions sessions;

    OidcController(OpenIdClient client, DefaultOpenIdProviderMetadata issuer, Logins logins, Sessions sessions) {
        this.client = client;
        this.issuer = (Issuer) issuer;
        this.oidc = logins.atProvider();
        this.sessions = sessions;
    }

    /** Leads to the provider, and remembers what was asked for. */
    @Get(Oidc.LOGIN)
    Publisher<MutableHttpResponse<?>> login(@Nullable @QueryValue String to, HttpRequest<?> asked) {
        // The library's client keeps what it learns of the provider only once it has learnt it.
        return Mono.from(client.authorizationRedirect(asked))
                .map(way -> way.cookie(back(to != null && isOurs(to) ? to : "/", LOGIN_TAKES)));
    }

    @Get(Oidc.CALLBACK)
    Publisher<MutableHttpResponse<?>> callback(HttpRequest<Map<String, Object>> asked) {
        return Mono.defer(() -> Mono.from(client.onCallback(asked)))
                .onErrorMap(HttpClientException.class, OidcController::refusedByProvider)
                .<MutableHttpResponse<?>>map(answer -> begin(answer, asked))
                .switchIfEmpty(Mono.error(() -> Refusal.of(
                        HttpStatus.BAD_GATEWAY,
                        "what the identity provider says of you cannot be believed: its signature, issuer, client or time is"
                                + " wrong. Look at issuer and client-id in the file of --http-oidc, and at both clocks; then "
                                + AGAIN)))
                .onErrorMap(AuthorizationErrorResponseException.class, OidcController::notLetIn);
    }

    private MutableHttpResponse<?> begin(AuthenticationResponse answer, HttpRequest<?> asked) {
        Authentication who = answer.getAuthentication()
                .orElseThrow(() -> Refusal.of(
                        HttpStatus.BAD_REQUEST,
                        "this login was not begun in this browser, or took more than some minutes: " + AGAIN));
        Role role = Peers.roleOf(who);
        if (role == null) {
            throw new IllegalStateException("whoever has no role is refused before");
        }
        String to = asked.getCookies()
                .findCookie(BACK)
                .map(Cookie::getValue)
                .map(OidcController::read)
                .filter(OidcController::isOurs)
                .orElse("/");
        return HttpResponse.seeOther(URI.create(to))
                .cookie(sessions.begin(who.getName(), role, oidc.session(), oidc.isSecure(), Instant.now()))
                .cookie(back("", Duration.ZERO));
    }

    /** Ends the session here and at the provider, which leads back if it knows the address. */
    @Get(Oidc.LOGOUT)
    MutableHttpResponse<?> logout(HttpRequest<?> asked) {
        if (BrowserFilter.isOfAnotherSite(asked, asked.getHeaders().get("Host"))) {
            throw Refusal.of(HttpStatus.FORBIDDEN, "a page of another site sent this: log out on a page of the gate");
        }
        return HttpResponse.seeOther(end()).cookie(Sessions.end(oidc.isSecure()));
    }

    private URI end() {
        try {
            String provider = issuer.getEndSessionEndpoint();
            if (provider != null) {
                return UriBuilder.of(provider)
                        .queryParam("client_id", oidc.clientId())
                        .queryParam("post_logout_redirect_uri", oidc.url() + Oidc.LOGGED_OUT)
                        .build();
            }
        } catch (Refusal unreachable) {
            LOG.info("Somebody logged out here alone: the identity provider cannot be asked");
        }
        return URI.create(Oidc.LOGGED_OUT);
    }

    @Get(Oidc.LOGGED_OUT)
    HttpResponse<?> loggedOut(HttpRequest<?> asked) {
        return Problem.of(
                        HttpStatus.OK,
                        "You are logged out here; to come back, go to the fleet.",
                        asked.getPath(),
                        Map.of())
                .named("Logged out")
                .into(HttpResponse.ok(), asked);
    }

    private static Throwable notLetIn(AuthorizationErrorResponseException said) {
        String code = said.getAuthorizationErrorResponse().getError().toString();
        return Refusal.of(
                HttpStatus.FORBIDDEN,
                "the identity provider did not let you in (" + code + "): " + AGAIN
                        + ", or ask whoever runs it, if it says so again");
    }

    private static Throwable refusedByProvider(HttpClientException failed) {
        String code = failed instanceof HttpClientResponseException refused
                ? refused.getResponse()
                        .getBody(TokenErrorResponse.class)
                        .map(said -> said.getError().toString())
                        .orElse(refused.getStatus().getReason())
                : "no answer";
        LOG.warn("The identity provider gave no token: {}", code);
        return switch (code) {
            case "invalid_client", "unauthorized_client", "Unauthorized" ->
                Refusal.of(
                        HttpStatus.BAD_GATEWAY,
                        "nobody can log in: the identity provider does not take this gate for its client (" + code
                                + "). Look at client-id and client-secret in the file of --http-oidc (or $"
                                + Oidc.SECRET_VARIABLE + ") and restart the gate with the right ones");
            case "invalid_grant" ->
                Refusal.of(HttpStatus.BAD_REQUEST, "this login was used already, or took too long: " + AGAIN);
            default ->
                Refusal.of(
                        HttpStatus.BAD_GATEWAY,
                        "the identity provider did not confirm the login (" + code + "): " + AGAIN
                                + "; if it says so again, look at its log");
        };
    }

    private Cookie back(String to, Duration lasts) {
        return Cookie.of(BACK, java.net.URLEncoder.encode(to, java.nio.charset.StandardCharsets.UTF_8))
                .path(Oidc.LOGIN)
                .httpOnly(true)
                .secure(oidc.isSecure())
                .sameSite(SameSite.Lax)
                .maxAge(lasts);
    }

    private static String read(String value) {
        try {
            return java.net.URLDecoder.decode(value, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }

    /** Whether an address is one of ours, and not another site's in disguise. */
    static boolean isOurs(String to) {
        return to.matches("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");
    }
}
