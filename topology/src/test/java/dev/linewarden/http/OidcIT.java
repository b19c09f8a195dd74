package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.app.GateHttp;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.embedded.Ports;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.IdentityProvider;
import dev.linewarden.support.Until;
import dev.linewarden.support.Visitor;
import dev.linewarden.support.Visitor.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins at a real identity provider. */
class OidcIT {

    private static final String SECRET = "known to both of them";
    // Of a password's hash: what today's logins have takes a second in these tests, each time.
    private static final int ROUNDS = 1_000;
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static Cluster cluster;
    private static GateRunner gate;
    private static IdentityProvider provider;
    private static int providerPort;
    private static GateHttp http;

    @BeforeAll
    static void start() throws Exception {
        Path home = Files.createDirectories(directory.resolve("provider"));
        IdentityProvider.install(home);
        cluster = new Cluster("oidc");
        int port = Ports.free();
        gate = GateRunner.start(
                cluster.gateConfig(directory.resolve("state"), Map.of("application.server", "127.0.0.1:" + port)));
        providerPort = Ports.free();
        provider = IdentityProvider.start(home, providerPort, "http://127.0.0.1:" + port);
        http = open(port, providerPort, SECRET);
        assertThat(gate.awaitRunning(PATIENCE)).isTrue();
        cluster.publish(LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
        Visitor ada = new Visitor();
        logsIn(ada, "ada", "/lines");
        Until.holds(() -> ada.opens(http.url() + "/lines/line-1").status() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        if (http != null) {
            http.close();
            gate.close();
            provider.close();
            cluster.close();
        }
    }

    private static GateHttp open(int port, int atProvider, String secret) throws Exception {
        Logins passwords =
                Logins.read(Logins.line("otto", Logins.Role.OPERATOR, PASSWORD.toCharArray(), ROUNDS) + "\n");
        return GateHttp.start(
                gate, "127.0.0.1", port, passwords.and(Oidc.read("""
                        issuer = http://127.0.0.1:%s
                        client-id = linewarden
                        url = http://127.0.0.1:%s
                        role-claim = groups
                        viewer = staff
                        operator = ops
                        admin = gate admins, owners
                        """.formatted(atProvider, port), secret)));
    }

    /** From a page of the gate to the provider and back. */
    private static Page logsIn(Visitor visitor, String name, String to) {
        Page form = visitor.opens(http.url() + to);
        assertThat(form.way()).as(form.status() + " " + form.text()).hasSizeGreaterThan(2);
        assertThat(form.way().get(2).getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "state=", "nonce=");
        Page consent = visitor.sends(form, Map.of("login", name, "password", "any"));
        return visitor.sends(consent, Map.of());
    }

    @Test
    void who_opens_a_page_logs_in_at_the_provider_and_is_back_where_they_wanted_to_be() {
        Visitor vera = new Visitor();

        Page page = logsIn(vera, "vera", "/waiting?label=campaign%3Dspring");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.address().toString()).isEqualTo(http.url() + "/waiting?label=campaign%3Dspring");
        assertThat(page.text()).contains("Logged in as vera of the night shift.", "Log out");
    }

    @Test
    void each_has_the_role_that_the_claim_gives() {
        Visitor vera = new Visitor();
        logsIn(vera, "vera", "/");
        Visitor olga = new Visitor();
        logsIn(olga, "olga", "/");

        assertThat(vera.opens(http.url() + "/deferrals?reveal=true").status()).isEqualTo(403);
        assertThat(olga.opens(http.url() + "/deferrals?reveal=true").status()).isEqualTo(200);
        assertThat(vera.opens(http.url() + "/suspend?line=line-1").status()).isEqualTo(403);
        assertThat(olga.opens(http.url() + "/suspend?line=line-1").status()).isEqualTo(200);
    }

    @Test
    void who_has_no_role_is_told_so_in_plain_words() {
        Visitor nora = new Visitor();

        Page page = logsIn(nora, "nora", "/");

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.text())
                .contains("you are nora of the night shift to 127.0.0.1, which gives you no role here")
                .contains(
                        "its groups of you are sales; one is viewer by staff, operator by ops, admin by gate admins or owners");
        assertThat(nora.opens(http.url() + "/lines").status()).isEqualTo(403);
    }

    @Test
    void who_logs_out_is_out() {
        Visitor olga = new Visitor();
        logsIn(olga, "olga", "/");
        assertThat(olga.opens(http.url() + "/lines").status()).isEqualTo(200);

        Page asked = olga.opens(http.url() + "/logout");
        Page out = olga.sends(asked, Map.of("logout", "yes"));

        assertThat(out.address().toString()).startsWith(http.url() + "/logged-out");
        assertThat(out.text()).contains("You are logged out here");
        assertThat(olga.opens(http.url() + "/lines").text()).contains("name=\"password\"");
    }

    @Test
    void passwords_are_taken_beside_it_and_neither_a_changed_session_nor_what_the_provider_signed() throws Exception {
        Visitor vera = new Visitor();
        logsIn(vera, "vera", "/");
        String session = vera.cookie(Sessions.COOKIE);

        assertThat(asked("Cookie", Sessions.COOKIE + "=" + session)).isEqualTo(200);
        assertThat(asked("Cookie", Sessions.COOKIE + "=" + session.replace("viewer", "admin")))
                .isEqualTo(401);
        assertThat(asked(
                        "Authorization",
                        "Basic " + java.util.Base64.getEncoder().encodeToString(("otto:" + PASSWORD).getBytes())))
                .isEqualTo(200);
        assertThat(asked("Authorization", "Bearer " + unsigned())).isEqualTo(401);
        assertThat(asked("Cookie", "JWT=" + unsigned())).isEqualTo(401);
        assertThat(asked("X-Nothing", "")).isEqualTo(401);
    }

    private static String unsigned() {
        var base64 = java.util.Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes()) + "."
                + base64.encodeToString("{\"sub\":\"eve\",\"roles\":[\"admin\"]}".getBytes()) + ".";
    }

    private static int asked(String header, String value) throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create(http.url() + "/lines"))
                                .header(header, value)
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void a_login_that_was_not_begun_here_is_refused_and_leads_nowhere_else() {
        Visitor eve = new Visitor();

        Page page = eve.opens(http.url() + "/login/callback?code=stolen&state="
                + java.util.Base64.getUrlEncoder().encodeToString("{\"nonce\":\"x\"}".getBytes()));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("was not begun in this browser");
        assertThat(eve.opens(http.url() + "/login/callback?error=access_denied").text())
                .contains("did not let you in (access_denied)");
        assertThat(OidcController.isOurs("//evil.example/")).isFalse();
        assertThat(OidcController.isOurs("/\\evil.example/")).isFalse();
        assertThat(OidcController.isOurs("https://evil.example/")).isFalse();
        assertThat(OidcController.isOurs("/line?line=a")).isTrue();
    }

    @Test
    void a_wrong_secret_says_what_to_look_at() throws Exception {
        int port = Integer.parseInt(http.url().replaceFirst(".*:", ""));
        http.close();
        try (GateHttp wrong = open(port, providerPort, "of another client")) {
            Page page = logsIn(new Visitor(), "vera", "/");

            assertThat(page.status()).isEqualTo(502);
            assertThat(page.text())
                    .contains("does not take this gate for its client (invalid_client)")
                    .contains("client-secret");
            assertThat(page.text()).doesNotContain("of another client");
        } finally {
            http = open(port, providerPort, SECRET);
        }
    }

    @Test
    void a_provider_that_is_away_keeps_nobody_but_those_who_log_in_there_and_is_found_when_it_is_back()
            throws Exception {
        int port = Ports.free();
        int later = Ports.free();
        try (GateHttp alone = open(port, later, SECRET)) {
            Page page = new Visitor().opens(alone.url() + "/");
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.text())
                    .contains("does not answer at http://127.0.0.1:" + later + "/.well-known/openid-configuration")
                    .contains("The gate goes on judging");
            assertThat(new Visitor().opens(alone.url() + "/health").status()).isEqualTo(200);

            try (IdentityProvider back =
                    IdentityProvider.start(directory.resolve("provider"), later, "http://127.0.0.1:" + port)) {
                assertThat(new Visitor().opens(alone.url() + "/").text()).contains("name=\"password\"");
            }
        }
    }

    @Test
    void what_is_there_but_is_no_provider_is_named() throws Exception {
        try (GateHttp astray = open(Ports.free(), Integer.parseInt(http.url().replaceFirst(".*:", "")), SECRET)) {
            Page page = new Visitor().opens(astray.url() + "/");

            assertThat(page.status()).isEqualTo(502);
            assertThat(page.text()).contains("does not answer as an OpenID provider of that name");
        }
    }
}
