package dev.linewarden.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linewarden.http.Logins.Role;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.endpoint.authorization.state.State;
import io.micronaut.security.oauth2.endpoint.token.response.DefaultOpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdAuthenticationMapper;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdClaims;
import io.micronaut.security.oauth2.endpoint.token.response.OpenIdTokenResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Who somebody is here, by what the identity provider tells of them: a name and a role, or a refusal in plain words. */
@Singleton
@Replaces(DefaultOpenIdAuthenticationMapper.class)
@Requires(property = OidcFactory.ON, value = "true")
final class OidcPeople implements OpenIdAuthenticationMapper {

    private final Oidc oidc;
    private final Issuer issuer;

    OidcPeople(Logins logins, DefaultOpenIdProviderMetadata issuer) {
        this.oidc = logins.atProvider();
        this.issuer = (Issuer) issuer;
    }

    @Override
    public Publisher<AuthenticationResponse> createAuthenticationResponse(
            String provider, OpenIdTokenResponse tokens, OpenIdClaims told, @Nullable State state) {
        return Mono.fromCallable(() -> known(all(tokens, told.getClaims())))
                // Asking once more waits for the provider.
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** What the login said, and where that leaves the roles out, what the provider tells of that person when asked. */
    private Map<String, Object> all(OpenIdTokenResponse tokens, Map<String, Object> told) {
        String more = oidc.tellsRoles(told) ? null : issuer.getUserinfoEndpoint();
        if (more == null) {
            return told;
        }
        JsonNode answer = issuer.ask(URI.create(more), tokens.getAccessToken());
        // Of somebody else it is no answer.
        if (!answer.path("sub").asText("").equals(String.valueOf(told.get("sub")))) {
            return told;
        }
        Map<String, Object> all = new HashMap<>(told);
        @SuppressWarnings("unchecked") // JSON's keys are texts
        Map<String, Object> asked = (Map<String, Object>) Json.plain(answer);
        asked.forEach(all::putIfAbsent);
        return all;
    }

    private AuthenticationResponse known(Map<String, Object> claims) {
        Role role = oidc.roleOf(claims);
        String name = oidc.nameOf(claims);
        if (role == null) {
            List<String> told = oidc.told(claims);
            throw Refusal.of(
                    HttpStatus.FORBIDDEN,
                    "you are " + name + " to " + oidc.issuer().getHost()
                            + ", which gives you no role here: its " + oidc.roleClaim() + " of you "
                            + (told.isEmpty() ? "are not told" : "are " + String.join(", ", told)) + "; one is "
                            + oidc.ladder() + ". Ask whoever runs it for one of these, then log in again at "
                            + Oidc.LOGIN);
        }
        return AuthenticationResponse.success(name, role.included());
    }
}
