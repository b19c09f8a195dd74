package dev.linewarden.http;

import dev.linewarden.http.Logins.Role;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Who has logged in at the identity provider, as a cookie that says who, as what and until when, signed (HMAC-SHA256) under the
 * secret that the instances share, or where there is none under one of this process. What the provider signed is no login here:
 * it signs for others, too.
 */
@Singleton
final class Sessions {

    static final String COOKIE = "linewarden-session";

    private static final String BETWEEN = "~";
    private static final int KEY_BYTES = 32;

    private final byte[] key;

    @Inject
    Sessions(GateRunner gate) {
        this(gate.config().client().get(GateConfig.PEER_SECRET));
    }

    Sessions(@Nullable String secret) {
        if (secret == null || secret.isBlank()) {
            key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
        } else {
            key = secret.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The cookie of whoever has just logged in. */
    Cookie begin(String name, Role role, Duration lasts, boolean isSecure, Instant now) {
        String said = now.plus(lasts).toEpochMilli()
                + BETWEEN
                + role.roleName()
                + BETWEEN
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace(BETWEEN, "%7E");
        return cookie(said + BETWEEN + HexFormat.of().formatHex(mac(said)), lasts, isSecure);
    }

    /** The cookie that ends a session. */
    static Cookie end(boolean isSecure) {
        return cookie("", Duration.ZERO, isSecure);
    }

    private static Cookie cookie(String value, Duration lasts, boolean isSecure) {
        return Cookie.of(COOKIE, value)
                .path("/")
                .httpOnly(true)
                .secure(isSecure)
                // The way back from the provider begins at another site.
                .sameSite(SameSite.Lax)
                .maxAge(lasts);
    }

    /** Whom a call's cookie speaks of; null for none, and for one that is over or not ours. */
    @Nullable
    Authentication callerOf(HttpRequest<?> request, Instant now) {
        return request.getCookies()
                .findCookie(COOKIE)
                .map(cookie -> read(cookie.getValue(), now))
                .orElse(null);
    }

    private @Nullable Authentication read(String value, Instant now) {
        String[] parts = value.split(BETWEEN, -1);
        if (parts.length != 4) {
            return null;
        }
        Role role = Logins.roleOf(parts[1]);
        try {
            byte[] ours = mac(parts[0] + BETWEEN + parts[1] + BETWEEN + parts[2]);
            boolean isOurs = MessageDigest.isEqual(ours, HexFormat.of().parseHex(parts[3]));
            return isOurs && role != null && now.toEpochMilli() < Long.parseLong(parts[0])
                    ? Authentication.build(URLDecoder.decode(parts[2], StandardCharsets.UTF_8), role.included())
                    : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private byte[] mac(String said) {
        return Hmac.of(key, "session " + said);
    }
}
