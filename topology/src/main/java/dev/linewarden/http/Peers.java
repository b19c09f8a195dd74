package dev.linewarden.http;

import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the gate's instances know each other: a call that one passes on to another says for whom, signed with the secret that
 * they share (HMAC-SHA256 over method, path, time, name and role), and is good for a minute.
 */
@Singleton
final class Peers {

    /** In an answer: the instance that gave it, where that is not the one that was asked. */
    static final String OWNER = "Linewarden-Owner";

    static final String PASSED_ON = "Linewarden-Passed-On";

    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final String UNSIGNED = "1";

    private final @Nullable String secret;

    @Inject
    Peers(GateRunner gate) {
        this(gate.config().client().get(GateConfig.PEER_SECRET));
    }

    Peers(@Nullable String secret) {
        this.secret = secret == null || secret.isBlank() ? null : secret;
    }

    static boolean isPassedOn(HttpRequest<?> request) {
        return request.getHeaders().contains(PASSED_ON);
    }

    /** What a call that is passed on says of itself. */
    String sign(HttpRequest<?> request) {
        Authentication caller = request.getUserPrincipal(Authentication.class).orElse(null);
        Logins.Role role = roleOf(caller);
        return secret == null || caller == null || role == null
                ? UNSIGNED
                : sign(request, caller.getName(), role, Instant.now().toEpochMilli(), secret);
    }

    /** The highest role of somebody; null for nobody and for one without. */
    static Logins.@Nullable Role roleOf(@Nullable Authentication caller) {
        Logins.Role highest = null;
        for (Logins.Role role : Logins.Role.values()) {
            highest = caller != null && caller.getRoles().contains(role.roleName()) ? role : highest;
        }
        return highest;
    }

    private static String sign(HttpRequest<?> request, String name, Logins.Role role, long millis, String secret) {
        String said = millis + " " + URLEncoder.encode(name, StandardCharsets.UTF_8) + " " + role.roleName();
        return said + " " + HexFormat.of().formatHex(mac(request, said, secret));
    }

    /** Whom a call is passed on for; null when it says nobody, or is not signed by one of us, or too old. */
    @Nullable
    Authentication callerOf(HttpRequest<?> request) {
        String said = request.getHeaders().get(PASSED_ON);
        String[] parts = said == null ? new String[0] : said.split(" ", -1);
        if (secret == null || parts.length != 4) {
            return null;
        }
        Logins.Role role = Logins.roleOf(parts[2]);
        try {
            long age = Math.abs(Instant.now().toEpochMilli() - Long.parseLong(parts[0]));
            byte[] theirs = HexFormat.of().parseHex(parts[3]);
            byte[] ours = mac(request, parts[0] + " " + parts[1] + " " + parts[2], secret);
            return role != null && age <= GOOD_FOR.toMillis() && MessageDigest.isEqual(ours, theirs)
                    ? Authentication.build(URLDecoder.decode(parts[1], StandardCharsets.UTF_8), role.included())
                    : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private static byte[] mac(HttpRequest<?> request, String said, String secret) {
        // The raw path with its query: what is asked for, reveal=true too.
        String asked = request.getMethodName() + " " + pathOf(request) + " " + said;
        return Hmac.of(secret.getBytes(StandardCharsets.UTF_8), asked);
    }

    static String pathOf(HttpRequest<?> request) {
        String query = request.getUri().getRawQuery();
        return request.getUri().getRawPath() + (query == null ? "" : "?" + query);
    }
}
