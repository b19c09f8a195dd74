package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.http.Logins.Role;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Until;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsIT {

    // Of a password's hash: what today's logins have takes a second in these tests, each time.
    private static final int ROUNDS = 1_000;
    private static final String PASSWORD = "correct horse";
    private static final List<String> POOLS = List.of("default", "a", "b", "c", "d", "e");
    private static final String REQUEST = "{\"recipient\": \"a@example.com\", \"text\": \"Hi\"}";

    @TempDir
    private Path directory;

    @Test
    void each_role_may_do_its_own_on_any_instance_and_nobody_else_anything() throws Exception {
        Logins logins = Logins.read(Logins.line("vera", Role.VIEWER, PASSWORD.toCharArray(), ROUNDS) + "\n"
                + Logins.line("olga", Role.OPERATOR, PASSWORD.toCharArray(), ROUNDS) + "\n"
                + Logins.line("ada", Role.ADMIN, PASSWORD.toCharArray(), ROUNDS) + "\n");
        Map<String, String> secret = Map.of("linewarden.http.peer-secret", "between us");
        try (Cluster cluster = new Cluster("logins");
                HttpGate first = HttpGate.start(cluster, directory.resolve("first"), logins, secret);
                HttpGate second = HttpGate.start(cluster, directory.resolve("second"), logins, secret)) {
            POOLS.forEach(pool -> cluster.publish(
                    LineUpdates.of(pool, "line-of-" + pool, "server-1", LineStatus.ACTIVE, null, Instant.now(), null)));
            // Whoever owns the pool: half of these are passed on, and signed.
            for (HttpGate gate : List.of(first, second)) {
                POOLS.forEach(
                        pool -> Until.holds(() -> gate.get("/pools/" + pool + "/lines/line-of-" + pool, as("vera"))
                                        .status()
                                == 200));
            }

            Answer nobody = first.get("/lines");
            assertThat(nobody.status()).isEqualTo(401);
            assertThat(nobody.header("www-authenticate")).startsWith("Basic");
            assertThat(nobody.header("content-type")).startsWith("application/problem+json");
            assertThat(first.get("/lines", "Authorization", basic("vera", "wrong horse"))
                            .status())
                    .isEqualTo(401);
            assertThat(first.get("/lines", "Linewarden-Passed-On", Instant.now().toEpochMilli() + " eve admin 00")
                            .status())
                    .isEqualTo(401);

            assertThat(first.post("/requests", REQUEST, as("vera")).status()).isEqualTo(403);
            assertThat(first.post("/requests", REQUEST, as("olga")).status()).isEqualTo(202);
            assertThat(first.send("PUT", "/pools/a/policy", "version: v", as("olga"))
                            .status())
                    .isEqualTo(403);
            assertThat(first.send("PUT", "/pools/a/policy?check=true", "version: v", as("ada"))
                            .status())
                    .isEqualTo(200);
            POOLS.forEach(pool -> assertThat(first.get("/deferrals?reveal=true&pool=" + pool, as("vera"))
                            .status())
                    .isEqualTo(403));
            POOLS.forEach(pool -> assertThat(first.get("/deferrals?reveal=true&pool=" + pool, as("olga"))
                            .status())
                    .isEqualTo(200));

            for (String page : List.of("/policy", "/shadow", "/operations")) {
                assertThat(first.get(page, as("vera")).status()).as(page).isEqualTo(200);
            }
            assertThat(first.get("/suspend?pool=a&line=line-of-a", as("vera")).status())
                    .isEqualTo(403);
            assertThat(first.send("POST", "/pools/a/lines/line-of-a/pause?reason=x", null, as("vera"))
                            .status())
                    .isEqualTo(403);
            for (String deed : List.of("/policy/apply", "/shadow/start", "/shadow/stop")) {
                assertThat(first.send("POST", deed, "reason=x", form("olga")).status())
                        .as(deed)
                        .isEqualTo(403);
            }
            assertThat(first.send("POST", "/policy/what-if", "policy=x", form("vera"))
                            .status())
                    .isEqualTo(403);
            assertThat(first.send("POST", "/policy/check", "policy=version: v", form("vera"))
                            .status())
                    .isEqualTo(200);

            assertThat(first.get("/health").status()).isEqualTo(200);
            assertThat(first.get("/health").text()).doesNotContain("brokers");
            assertThat(first.get("/prometheus").status()).isEqualTo(401);
            assertThat(first.get("/events").status()).isEqualTo(401);
            assertThat(first.get("/openapi").status()).isEqualTo(401);
            assertThat(first.get("/nothing/here", as("vera")).status()).isEqualTo(404);
        }
    }

    private static String[] form(String name) {
        return new String[] {"Authorization", basic(name, PASSWORD), "Content-Type", "application/x-www-form-urlencoded"
        };
    }

    private static String[] as(String name) {
        return new String[] {"Authorization", basic(name, PASSWORD)};
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
