package dev.linewarden.registry;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a registry. The keys are those of Confluent's own serializers, so that one configuration serves both.
 *
 * @param urls tried in order
 * @param userInfo user:password for basic authentication
 * @param trustStore path of a PKCS12 or JKS file; null trusts what the JVM trusts
 * @param autoRegister whether a serializer may register a schema that the registry does not know
 */
public record RegistryConfig(
        List<URI> urls,
        @Nullable String userInfo,
        @Nullable String bearerToken,
        @Nullable String trustStore,
        @Nullable String trustStorePassword,
        boolean autoRegister) {

    public static final String URL = "schema.registry.url";
    public static final String AUTO_REGISTER = "auto.register.schemas";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_TOKEN = "bearer.auth.token";
    private static final String TRUST_STORE = "schema.registry.ssl.truststore.location";
    private static final String TRUST_STORE_PASSWORD = "schema.registry.ssl.truststore.password";

    /**
     * @throws IllegalArgumentException when no registry is named
     */
    public static RegistryConfig from(Map<String, ?> settings) {
        String urls = text(settings, URL);
        if (urls == null || urls.isBlank()) {
            throw new IllegalArgumentException("no schema registry: set --registry or " + URL);
        }
        return new RegistryConfig(
                Arrays.stream(urls.split(",", -1))
                        .map(url -> URI.create(url.strip().replaceAll("/+$", "")))
                        .toList(),
                text(settings, USER_INFO),
                text(settings, BEARER_TOKEN),
                text(settings, TRUST_STORE),
                text(settings, TRUST_STORE_PASSWORD),
                !"false".equals(text(settings, AUTO_REGISTER)));
    }

    private static @Nullable String text(Map<String, ?> settings, String key) {
        Object value = settings.get(key);
        return value == null ? null : value.toString();
    }
}
