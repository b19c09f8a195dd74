package dev.linewarden.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an identity provider says of itself, asked for when somebody first logs in and kept from then on: the gate starts, and
 * judges, whether its provider is there or not. Every reader throws a {@link Refusal} that says what to do while it is not.
 */
final class Issuer extends DefaultOpenIdProviderMetadata {

    private static final Logger LOG = LoggerFactory.getLogger(Issuer.class);
    private static final String DESCRIPTION = "/.well-known/openid-configuration";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final URI issuer;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(ANSWERS_WITHIN).build();
    private volatile @Nullable JsonNode said;

    Issuer(String name, URI issuer) {
        super(name);
        this.issuer = issuer;
    }

    @Override
    public String getIssuer() {
        return text("issuer");
    }

    @Override
    public String getAuthorizationEndpoint() {
        return text("authorization_endpoint");
    }

    @Override
    public String getTokenEndpoint() {
        return text("token_endpoint");
    }

    @Override
    public String getJwksUri() {
        return text("jwks_uri");
    }

    @Override
    public @Nullable String getUserinfoEndpoint() {
        return description().path("userinfo_endpoint").asText(null);
    }

    @Override
    public @Nullable String getEndSessionEndpoint() {
        return description().path("end_session_endpoint").asText(null);
    }

    @Override
    public @Nullable List<String> getTokenEndpointAuthMethodsSupported() {
        return texts("token_endpoint_auth_methods_supported");
    }

    /** PKCE is asked of every provider; one that does not know it passes over it. */
    @Override
    public List<String> getCodeChallengeMethodsSupported() {
        return List.of("S256");
    }

    private String text(String key) {
        String text = description().path(key).asText("");
        if (text.isEmpty()) {
            throw unfit("what it says of itself has no " + key);
        }
        return text;
    }

    private @Nullable List<String> texts(String key) {
        JsonNode list = description().path(key);
        return list.isArray()
                ? StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : null;
    }

    private JsonNode description() {
        JsonNode known = said;
        if (known != null) {
            return known;
        }
        JsonNode read = ask(URI.create(issuer + DESCRIPTION), null);
        String name = read.path("issuer").asText("");
        if (!name.replaceFirst("/+$", "").equals(issuer.toString())) {
            throw unfit(name.isEmpty() ? "what is there describes no issuer" : "it says that its name is " + name);
        }
        said = read;
        return read;
    }

    /** Asks the provider for JSON, as whoever the token is for. */
    JsonNode ask(URI address, @Nullable String token) {
        HttpRequest.Builder question = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .timeout(ANSWERS_WITHIN);
        if (token != null) {
            question.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<byte[]> answer = client.send(question.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != HttpStatus.OK.getCode()) {
                throw unfit(address + " answers " + answer.statusCode());
            }
            return Json.read(answer.body());
        } catch (IOException unreachable) {
            LOG.warn(
                    "The identity provider does not answer at {} ({})",
                    address,
                    unreachable.getClass().getSimpleName());
            throw Refusal.of(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "nobody can log in for the moment: the identity provider does not answer at " + address + " ("
                            + unreachable.getClass().getSimpleName()
                            + "). Look whether it runs and this machine reaches it and trusts its certificate, and at"
                            + " issuer in the file of --http-oidc. The gate goes on judging meanwhile");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw Refusal.later("the gate is stopping");
        }
    }

    private Refusal unfit(String why) {
        LOG.warn("The identity provider {} cannot be used: {}", issuer, why);
        return Refusal.of(
                HttpStatus.BAD_GATEWAY,
                "nobody can log in: " + issuer + " does not answer as an OpenID provider of that name: " + why
                        + ". Look at issuer in the file of --http-oidc");
    }
}
