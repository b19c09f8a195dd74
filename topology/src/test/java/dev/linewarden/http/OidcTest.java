package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linewarden.http.Logins.BrokenException;
import dev.linewarden.http.Logins.Role;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OidcTest {

    private static final String NEEDED = """
            issuer = https://id.example.com/realms/acme
            client-id = linewarden
            url = https://gate.example.com/
            """;
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @Test
    void what_is_not_said_is_usual() throws Exception {
        Oidc oidc = Oidc.read(NEEDED, "a secret");

        assertThat(oidc.url()).hasToString("https://gate.example.com");
        assertThat(oidc.scopes()).containsExactly("openid", "profile", "email");
        assertThat(oidc.session()).isEqualTo(Duration.ofHours(8));
        assertThat(oidc.roleOf(Map.of("roles", List.of("viewer", "operator")))).isEqualTo(Role.OPERATOR);
        assertThat(oidc.nameOf(Map.of("sub", "17", "email", "ada@example.com"))).isEqualTo("ada@example.com");
        assertThat(oidc).hasToString("linewarden at https://id.example.com/realms/acme");
    }

    @Test
    void the_file_in_the_documentation_holds() throws Exception {
        String page = Files.readString(Path.of("../docs/operations.md"));
        String file = page.replaceFirst("(?s).*```properties\n(# oidc.properties.*?)```.*", "$1");

        Oidc oidc = Oidc.read(file, null);

        assertThat(oidc.roleOf(Map.of("groups", List.of("staff", "on-call")))).isEqualTo(Role.OPERATOR);
        assertThat(oidc.roleOf(Map.of("groups", List.of("gate admins")))).isEqualTo(Role.ADMIN);
    }

    @Test
    void a_claim_is_found_within_objects_and_as_a_text() throws Exception {
        Oidc nested = Oidc.read(NEEDED + "role-claim = realm_access.roles\nadmin = gate admins, owners", "a secret");
        Oidc domain = Oidc.read(NEEDED + "role-claim = https://acme.example/roles", "a secret");

        assertThat(nested.roleOf(Map.of("realm_access", Map.of("roles", List.of("gate admins")))))
                .isEqualTo(Role.ADMIN);
        assertThat(nested.roleOf(Map.of("realm_access", Map.of("roles", "viewer other"))))
                .isEqualTo(Role.VIEWER);
        assertThat(nested.roleOf(Map.of("roles", List.of("owners")))).isNull();
        assertThat(domain.roleOf(Map.of("https://acme.example/roles", List.of("operator"))))
                .isEqualTo(Role.OPERATOR);
    }

    @Test
    void what_is_missing_or_unknown_is_named() {
        refused("client-id = a\nurl = https://gate", "s", "issuer is missing");
        refused(NEEDED, null, "client-secret is missing");
        refused(NEEDED + "role-clam = groups", "s", "role-clam is no setting; did you mean 'role-claim'?");
        refused(NEEDED.replace("https://id.example.com", "id.example.com"), "s", "issuer is no web address");
        refused(NEEDED + "session-hours = 0", "s", "session-hours is a number of hours, 1 to 720");
    }

    private static void refused(String text, String secret, String why) {
        assertThatThrownBy(() -> Oidc.read(text, secret))
                .isInstanceOf(BrokenException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_session_is_believed_until_it_is_over_by_whoever_knows_the_secret() {
        Sessions ours = new Sessions("between us");
        Cookie cookie = ours.begin("Ada ~ Lovelace", Role.OPERATOR, Duration.ofHours(8), true, NOON);
        HttpRequest<?> asked = HttpRequest.GET("/").cookie(Cookie.of(Sessions.COOKIE, cookie.getValue()));

        assertThat(ours.callerOf(asked, NOON).getName()).isEqualTo("Ada ~ Lovelace");
        assertThat(ours.callerOf(asked, NOON).getRoles()).containsExactly("viewer", "operator");
        assertThat(new Sessions("between us").callerOf(asked, NOON)).isNotNull();
        assertThat(ours.callerOf(asked, NOON.plus(Duration.ofHours(8)))).isNull();
        assertThat(new Sessions("another").callerOf(asked, NOON)).isNull();
        assertThat(new Sessions("").callerOf(asked, NOON)).isNull();
        assertThat(cookie.isHttpOnly() && cookie.isSecure()).isTrue();
    }

    @Test
    void who_is_passed_on_may_have_any_name() {
        Peers ours = new Peers("between us");
        HttpRequest<?> asked = HttpRequest.GET("/lines")
                .setAttribute(
                        "micronaut.AUTHENTICATION",
                        io.micronaut.security.authentication.Authentication.build("Ana María", Role.VIEWER.included()));

        assertThat(ours.callerOf(HttpRequest.GET("/lines").header(Peers.PASSED_ON, ours.sign(asked)))
                        .getName())
                .isEqualTo("Ana María");
    }
}
