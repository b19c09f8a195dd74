package dev.linewarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.HttpGate;
import dev.linewarden.support.HttpGate.Answer;
import dev.linewarden.support.Program;
import dev.linewarden.support.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsIT {

    // Of a password's hash: what today's logins have takes a second in these tests, each time.
    private static final int ROUNDS = 1_000;
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path directory;

    @Test
    void whatever_people_do_over_http_and_with_verbs_stands_in_the_log_with_who_and_why() throws Exception {
        Logins logins = Logins.read(Logins.line("olga", Logins.Role.ADMIN, PASSWORD.toCharArray(), ROUNDS) + "\n");
        try (Cluster cluster = new Cluster("operations");
                HttpGate http = HttpGate.start(cluster, directory.resolve("state"), logins, Map.of())) {
            cluster.publish(
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, Instant.now(), null));
            Until.holds(() -> http.get("/lines/line-1", as("olga")).status() == 200);
            assertThat(http.get("/operations", as("olga")).json().path("operations"))
                    .isEmpty();

            put(http, "/pools/default/policy?reason=quiet%20Sundays", "version: quiet\nconsent: {required: false}\n");
            put(http, "/pools/default/policy?check=true", "version: unused\n");
            Until.holds(() -> http.get("/pools/default/policy", as("olga"))
                    .json()
                    .path("version")
                    .asText()
                    .equals("quiet"));
            Answer late = http.send(
                    "PUT",
                    "/pools/default/policy",
                    "version: mine\n",
                    and(as("olga"), "If-Match", "\"0123456789abcdef\""));
            assertThat(late.status()).isEqualTo(412);
            assertThat(late.text()).contains("somebody has published another policy");
            for (String id : List.of("w1", "w2")) {
                post(
                        http,
                        "/requests",
                        "{\"request_id\": \"" + id + "\", \"recipient\": \"" + id + "@example.com\", \"text\": \"Hi?\","
                                + " \"labels\": {\"campaign\": \"spring\"}, \"not_before\": \""
                                + Instant.now().plusSeconds(36_000) + "\"}");
            }
            Until.holds(() ->
                    http.get("/deferrals", as("olga")).json().path("deferrals").size() == 2);
            assertThat(http.send(
                                    "POST",
                                    "/waiting/act?action=CANCEL&label=campaign%3Dspring",
                                    null,
                                    and(
                                            as("olga"),
                                            "HX-Prompt",
                                            "caf%C3%A9 closed",
                                            "HX-Prompt-URI-AutoEncoded",
                                            "true"))
                            .status())
                    .isEqualTo(200);
            assertThat(http.get("/requests/w1?reveal=true", as("olga")).status())
                    .isEqualTo(200);
            Path policy = Files.writeString(directory.resolve("policy.yaml"), "version: loud\n");
            does(cluster, "line", "status", "line-1", "PAUSED", "--note", "its phone is hot", "--by", "nils");
            does(cluster, "shadow", "start", "default", policy.toString(), "--reason", "a trial");

            JsonNode log = http.get("/operations", as("olga")).json().path("operations");
            assertThat(log)
                    .extracting(one -> one.path("kind").asText())
                    .containsExactly(
                            "SHADOW_STARTED",
                            "LINE_PAUSED",
                            "HANDLES_REVEALED",
                            "REQUESTS_CANCELLED",
                            "POLICY_APPLIED");
            assertThat(log).extracting(one -> one.path("outcome").asText()).containsOnly("DONE");
            assertThat(log)
                    .extracting(one -> one.path("reason").asText())
                    .containsExactly("a trial", "its phone is hot", "", "café closed", "quiet Sundays");
            assertThat(log.get(3).path("actor").asText()).isEqualTo("olga");
            assertThat(log.get(3).path("result").asText()).isEqualTo("2 rejected, CANCELLED");
            assertThat(log.get(3).path("details").path("label").asText()).isEqualTo("campaign=spring");
            assertThat(log.get(2).path("subject").asText()).isEqualTo("w1");
            assertThat(log.toString()).doesNotContain("w1@example");
            assertThat(log.get(1).path("actor").asText()).isEqualTo("nils");
            assertThat(log.get(1).path("via").asText()).isEqualTo("command line");

            Answer first = http.get("/operations?pool=default&actor=olga&limit=2", as("olga"));
            assertThat(first.json().path("operations")).hasSize(2);
            Answer second = http.get(
                    "/operations?pool=default&actor=olga&limit=2&before="
                            + first.json().path("next").asText(),
                    as("olga"));
            assertThat(second.json().path("operations"))
                    .extracting(one -> one.path("kind").asText())
                    .containsExactly("POLICY_APPLIED");
            assertThat(http.get("/operations?pool=other", as("olga")).json().path("operations"))
                    .isEmpty();
            String page = http.get("/operations?subject=line-1", and(as("olga"), "Accept", "text/html"))
                    .text();
            assertThat(page)
                    .contains("line paused")
                    .contains("its phone is hot")
                    .doesNotContain("policy applied</b>");

            assertThat(Program.run(cluster, "operations", "--about", "line-1").out())
                    .contains("nils")
                    .contains("its phone is hot");
            assertThat(Program.run(cluster, "operations", "--json", "--max", "1")
                            .out())
                    .contains("\"kind\":\"SHADOW_STARTED\"");
        }
    }

    private static void does(Cluster cluster, String... arguments) {
        assertThat(Program.run(cluster, arguments))
                .extracting(Program.Result::exitCode)
                .isEqualTo(0);
    }

    private static void put(HttpGate http, String path, String yaml) {
        assertThat(http.send("PUT", path, yaml, and(as("olga"), "Content-Type", "application/yaml"))
                        .status())
                .isIn(200, 202);
    }

    private static void post(HttpGate http, String path, String json) {
        assertThat(http.post(path, json, as("olga")).status()).isEqualTo(202);
    }

    private static String[] as(String name) {
        return new String[] {
            "Authorization",
            "Basic "
                    + java.util.Base64.getEncoder()
                            .encodeToString((name + ":" + PASSWORD).getBytes(java.nio.charset.StandardCharsets.UTF_8))
        };
    }

    private static String[] and(String[] headers, String... more) {
        return java.util.stream.Stream.of(headers, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
