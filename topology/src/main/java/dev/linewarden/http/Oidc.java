package dev.linewarden.http;

import dev.linewarden.hints.Nearest;
import dev.linewarden.http.Logins.BrokenException;
import dev.linewarden.http.Logins.Role;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How people log in at an identity provider (OpenID Connect), as a properties file says it.
 *
 * @param issuer who the provider says that it is; its own description is found below
 * @param clientId the name under which it knows this gate
 * @param clientSecret what proves that the gate is that client
 * @param url where browsers reach the gate, without a slash at the end
 * @param scopes what it is asked to tell of people
 * @param nameClaim which of it is their name in the operations log; null for the first of the usual ones that is there
 * @param roleClaim which of it says what they may; dots lead into objects
 * @param values what of that claim makes somebody each role
 * @param session how long a login lasts, and how long a role that was taken away does
 */
public record Oidc(
        URI issuer,
        String clientId,
        String clientSecret,
        URI url,
        List<String> scopes,
        @Nullable String nameClaim,
        String roleClaim,
        Map<Role, Set<String>> values,
        Duration session) {

    /** Where the client's secret may stand instead of in the file. */
    public static final String SECRET_VARIABLE = "LINEWARDEN_OIDC_CLIENT_SECRET";

    static final String LOGIN = "/login";
    static final String CALLBACK = "/login/callback";
    static final String LOGOUT = "/logout";
    static final String LOGGED_OUT = "/logged-out";

    private static final String ISSUER = "issuer";
    private static final String CLIENT_ID = "client-id";
    private static final String CLIENT_SECRET = "client-secret";
    private static final String URL = "url";
    private static final String SCOPES = "scopes";
    private static final String NAME_CLAIM = "name-claim";
    private static final String ROLE_CLAIM = "role-claim";
    private static final String SESSION_HOURS = "session-hours";
    private static final List<String> USUAL_NAMES = List.of("preferred_username", "email", "sub");
    private static final int LONGEST_SESSION_HOURS = 24 * 30;

    /**
     * The settings of a text.
     *
     * @param secret the client's secret where it does not stand in the text; null where nobody gave one
     * @throws BrokenException with what is missing, unknown or impossible
     */
    public static Oidc read(String text, @Nullable String secret) throws BrokenException {
        Properties said = new Properties();
        try {
            said.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException broken) {
            throw new BrokenException("it is no properties file: lines of key = value");
        }
        requireKnown(said.stringPropertyNames());
        String inText = said.getProperty(CLIENT_SECRET, "").strip();
        String clientSecret = inText.isEmpty() && secret != null ? secret.strip() : inText;
        if (clientSecret.isEmpty()) {
            throw new BrokenException(
                    CLIENT_SECRET + " is missing: the provider shows it beside the client; it may stand in $"
                            + SECRET_VARIABLE + " instead");
        }
        String name = said.getProperty(NAME_CLAIM, "").strip();
        return new Oidc(
                address(said, ISSUER, "as the provider spells it, such as https://id.example.com/realms/acme"),
                needed(said, CLIENT_ID, "the name under which the provider knows this gate"),
                clientSecret,
                address(said, URL, "where browsers reach the gate, such as https://gate.example.com"),
                words(said.getProperty(SCOPES, "openid profile email")),
                name.isEmpty() ? null : name,
                said.getProperty(ROLE_CLAIM, "roles").strip(),
                values(said),
                session(said));
    }

    private static void requireKnown(Set<String> keys) throws BrokenException {
        Set<String> known = Stream.concat(
                        Stream.of(ISSUER, CLIENT_ID, CLIENT_SECRET, URL, SCOPES, NAME_CLAIM, ROLE_CLAIM, SESSION_HOURS),
                        Arrays.stream(Role.values()).map(Role::roleName))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String key : new TreeSet<>(keys)) {
            if (!known.contains(key)) {
                throw new BrokenException(key + " is no setting" + Nearest.hint(key, known));
            }
        }
    }

    private static String needed(Properties said, String key, String what) throws BrokenException {
        String value = said.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new BrokenException(key + " is missing: " + what);
        }
        return value;
    }

    private static URI address(Properties said, String key, String what) throws BrokenException {
        String value = needed(said, key, what).replaceFirst("/+$", "");
        try {
            URI address = new URI(value);
            boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (isWeb && address.getHost() != null && address.getQuery() == null) {
                return address;
            }
        } catch (java.net.URISyntaxException unreadable) {
            // said below
        }
        throw new BrokenException(key + " is no web address: " + what);
    }

    private static Map<Role, Set<String>> values(Properties said) {
        Map<Role, Set<String>> values = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            values.put(role, Set.copyOf(new TreeSet<>(list(said.getProperty(role.roleName(), role.roleName())))));
        }
        return Map.copyOf(values);
    }

    private static Duration session(Properties said) throws BrokenException {
        String hours = said.getProperty(SESSION_HOURS, "8").strip();
        if (!hours.matches("\\d{1,4}")
                || Integer.parseInt(hours) < 1
                || Integer.parseInt(hours) > LONGEST_SESSION_HOURS) {
            throw new BrokenException(SESSION_HOURS + " is a number of hours, 1 to " + LONGEST_SESSION_HOURS);
        }
        return Duration.ofHours(Integer.parseInt(hours));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("[,\\s]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    // Groups may have spaces in their names.
    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return clientId + " at " + issuer;
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    /** Whether what is told of somebody says what they may; some providers tell it only when they are asked once more. */
    boolean tellsRoles(Map<String, Object> claims) {
        return at(claims, roleClaim) != null;
    }

    /** The highest role of whoever that is told of; null for none. */
    @Nullable
    Role roleOf(Map<String, Object> claims) {
        Set<String> held = Set.copyOf(told(claims));
        Role highest = null;
        for (Role role : Role.values()) {
            boolean hasIt = values.getOrDefault(role, Set.of()).stream().anyMatch(held::contains);
            highest = hasIt ? role : highest;
        }
        return highest;
    }

    /** What the claim of roles holds. */
    List<String> told(Map<String, Object> claims) {
        Object found = at(claims, roleClaim);
        if (found instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).distinct().toList();
        }
        return found == null
                ? List.of()
                : Stream.concat(Stream.of(found.toString()), words(found.toString()).stream())
                        .distinct()
                        .toList();
    }

    String nameOf(Map<String, Object> claims) {
        return Stream.concat(Stream.ofNullable(nameClaim), USUAL_NAMES.stream())
                .map(claim -> at(claims, claim))
                .filter(name -> name != null && !name.toString().isBlank())
                .map(name -> name.toString().strip())
                .findFirst()
                .orElse("somebody without a name");
    }

    private static @Nullable Object at(Map<String, Object> claims, String path) {
        // A claim may have dots in its own name, as those with a domain do.
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        if (dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> within) {
            @SuppressWarnings("unchecked") // JSON's keys are texts
            Map<String, Object> object = (Map<String, Object>) within;
            return at(object, path.substring(dot + 1));
        }
        return null;
    }

    /** As Micronaut is told it. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        String client = "micronaut.security.oauth2.clients.oidc.";
        properties.put(OidcFactory.ON, true);
        properties.put(client + "client-id", clientId);
        properties.put(client + "client-secret", clientSecret);
        properties.put(client + "scopes", scopes);
        properties.put(client + "openid.issuer", issuer.toString());
        // What the provider signed lets nobody in by itself: it signs for other clients, too.
        properties.put("micronaut.security.token.bearer.enabled", false);
        properties.put("micronaut.security.oauth2.userinfo.validator", false);
        for (String cookie : List.of("state.cookie.", "openid.nonce.cookie.", "pkce.cookie.")) {
            properties.put("micronaut.security.oauth2." + cookie + "cookie-secure", isSecure());
            properties.put("micronaut.security.oauth2." + cookie + "cookie-same-site", "Lax");
        }
        return properties;
    }

    /** What makes somebody something here, in words. */
    String ladder() {
        return Arrays.stream(Role.values())
                .map(role -> role.name().toLowerCase(Locale.ROOT) + " by "
                        + values.getOrDefault(role, Set.of()).stream().sorted().collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", "));
    }
}
