package dev.linewarden.http;

import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.client.JwksUriSignatureFactory;
import io.micronaut.security.oauth2.client.OpenIdProviderMetadataFetcher;
import io.micronaut.security.oauth2.client.OpenIdProviderMetadataFetcherFactory;
import io.micronaut.security.oauth2.configuration.OpenIdClientConfiguration;
import io.micronaut.security.oauth2.url.DefaultOauthRouteUrlBuilder;
import io.micronaut.security.oauth2.url.OauthRouteUrlBuilder;
import io.micronaut.security.token.jwt.signature.jwks.JwksSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.jwks.JwksSignatureConfigurationProperties;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** What of Micronaut's OpenID Connect is another here: nothing is asked of the provider before somebody logs in. */
@Factory
@Requires(property = OidcFactory.ON, value = "true")
final class OidcFactory {

    static final String ON = "micronaut.security.oauth2.enabled";

    @EachBean(OpenIdClientConfiguration.class)
    @Singleton
    @Replaces(value = OpenIdProviderMetadataFetcher.class, factory = OpenIdProviderMetadataFetcherFactory.class)
    OpenIdProviderMetadataFetcher fetcher(@Parameter OpenIdClientConfiguration client, Logins logins) {
        return new OpenIdProviderMetadataFetcher() {
            @Override
            public String getName() {
                return client.getName();
            }

            @Override
            public DefaultOpenIdProviderMetadata fetch() {
                return new Issuer(client.getName(), logins.atProvider().issuer());
            }
        };
    }

    /** The keys of the provider, where it says that they are by the time they are needed. */
    @EachBean(DefaultOpenIdProviderMetadata.class)
    @Replaces(value = JwksSignatureConfiguration.class, factory = JwksUriSignatureFactory.class)
    JwksSignatureConfiguration keys(@Parameter DefaultOpenIdProviderMetadata issuer) {
        return new JwksSignatureConfigurationProperties(issuer.getName()) {
            @Override
            public String getUrl() {
                return issuer.getJwksUri();
            }
        };
    }

    /** Addresses as browsers see them, whatever a call's headers say. */
    @Singleton
    @Replaces(DefaultOauthRouteUrlBuilder.class)
    OauthRouteUrlBuilder<HttpRequest<?>> addresses(Logins logins) {
        URI url = logins.atProvider().url();
        return new OauthRouteUrlBuilder<>() {
            @Override
            public URL buildLoginUrl(@Nullable HttpRequest<?> asked, @Nullable String provider) {
                return buildUrl(asked, Oidc.LOGIN);
            }

            @Override
            public URL buildCallbackUrl(@Nullable HttpRequest<?> asked, @Nullable String provider) {
                return buildUrl(asked, Oidc.CALLBACK);
            }

            @Override
            public URI buildLoginUri(@Nullable String provider) {
                return URI.create(Oidc.LOGIN);
            }

            @Override
            public URI buildCallbackUri(@Nullable String provider) {
                return URI.create(Oidc.CALLBACK);
            }

            @Override
            public URL buildUrl(@Nullable HttpRequest<?> asked, String path) {
                try {
                    return new URL(url + path);
                } catch (MalformedURLException impossible) {
                    throw new IllegalStateException("an address was read from " + url, impossible);
                }
            }
        };
    }
}
