package dev.linewarden.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_TOKEN = "bearer.auth.token";
    private static final String TRUST_STORE = "schema.registry.ssl.truststore.location";
    private static final String TRUST_STORE_PASSWORD = "schema.registry.ssl.truststore.password";

    /**
     * @throws IllegalArgumentException when no registry is named, or what names it is no URL
     */
    public static RegistryConfig from(Map<String, ?> settings) {
        String urls = text(settings, URL);
        if (urls == null || urls.isBlank()) {
            throw new IllegalArgumentException("no schema registry: set --registry or " + URL);
        }
        return new RegistryConfig(
                Arrays.stream(urls.split(",", -1)).map(RegistryConfig::address).toList(),
                text(settings, USER_INFO),
                text(settings, BEARER_TOKEN),
                text(settings, TRUST_STORE),
                text(settings, TRUST_STORE_PASSWORD),
                !"false".equals(text(settings, AUTO_REGISTER)));
    }

    /** Where it is, for messages: without credentials, which are settings of their own. */
    String addresses() {
        return urls.stream().map(URI::toString).collect(Collectors.joining(", "));
    }

    private static URI address(String url) {
        String stripped = url.strip().replaceAll("/+$", "");
        try {
            URI address = new URI(stripped);
            if (SCHEMES.contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException noUrl) {
            throw new IllegalArgumentException(noAddress(stripped), noUrl);
        }
        throw new IllegalArgumentException(noAddress(stripped));
    }

    private static String noAddress(String url) {
        return "'" + url + "' is no address of a schema registry: --registry (or " + URL
                + ") takes a URL such as http://localhost:8081";
    }

    private static @Nullable String text(Map<String, ?> settings, String key) {
        Object value = settings.get(key);
        return value == null ? null : value.toString();
    }
}
