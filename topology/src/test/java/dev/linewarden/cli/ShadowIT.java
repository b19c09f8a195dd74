package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second policy beside a live gate's, on a real broker: started, seen to diverge, restarted in the middle, stopped. */
class ShadowIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "version: first\nconsent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {min-gap: 0s, jitter: 0s}\n";
    private static final String STRICT =
            POLICY.replace("first\n", "second\n") + "assignment: {mode: off}\nserver-quota: {limit: 2}\n";

    @TempDir
    private Path directory;

    private JsonNode status(Cluster cluster) {
        Program.Result result = run(
                cluster,
                "shadow",
                "status",
                "default",
                "--json",
                "--application-id",
                cluster.gateConfig(directory).applicationId());
        try {
            return result.exitCode() == 0 ? JSON.readTree(result.out()) : JSON.missingNode();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void ask(Cluster cluster, String id, int decidedBefore) {
        cluster.publish(Cluster.request(id, id + "@example.com", "Ready?"));
        cluster.decisions().decisionsUntil(seen -> seen.size() > decidedBefore);
    }

    @Test
    void it_diverges_where_it_is_stricter_lives_through_a_restart_and_ends_when_told() throws Exception {
        Path file = Files.writeString(directory.resolve("second.yaml"), STRICT);
        try (Cluster cluster = new Cluster("shadow")) {
            String id = cluster.gateConfig(directory).applicationId();
            try (GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("one")))) {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                Instant now = Instant.now();
                cluster.begin(
                        new PolicyUpdate("default", POLICY, now),
                        LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
                ask(cluster, "r0", 0);
                Program.Result never = run(cluster, "shadow", "status", "default", "--application-id", id);
                assertThat(never.exitCode()).isEqualTo(1);
                assertThat(never.err()).contains("never had a shadow policy").hasLineCount(1);

                Program.Result unknown = run(cluster, "shadow", "start", "defualt", file.toString());
                assertThat(unknown.exitCode()).isEqualTo(1);
                assertThat(unknown.err()).contains("no pool defualt", "did you mean 'default'?");

                assertThat(run(cluster, "shadow", "start", "default", file.toString(), "--for", "2d")
                                .out())
                        .contains("on its way to the gate; it ends by itself at");
                Until.holds(() -> status(cluster).path("phase").asText().equals("JUDGING"));
                ask(cluster, "r1", 1);
                ask(cluster, "r2", 2);
                Until.holds(() -> status(cluster).at("/comparison/requests").asInt() == 2);
            }
            // A machine that has none of its state: it comes from the changelogs.
            try (GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("two")))) {
                assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
                ask(cluster, "r3", 3);
                Until.holds(() -> status(cluster).at("/comparison/requests").asInt() == 3);

                // r0 was sent before it began, and counts: the server's second send is r1.
                JsonNode both = status(cluster);
                assertThat(both.at("/comparison/counts/unchanged").asInt()).isEqualTo(1);
                assertThat(both.at("/comparison/counts/approved_to_rejected").asInt())
                        .isEqualTo(2);
                assertThat(both.at("/comparison/diverged_with").asText()).isEqualTo("r2");
                assertThat(both.at("/decided/rejected").asInt()).isEqualTo(2);
                Program.Result text = run(cluster, "shadow", "status", "default", "--application-id", id);
                assertThat(text.out())
                        .contains("judges since", "second (", "beside first", "approved -> rejected")
                        .containsPattern("SERVER_DAILY_QUOTA +approved -> rejected +2 ");

                Program.Result rules = run(cluster, "shadow", "compare", "default", "--application-id", id);
                assertThat(rules.out())
                        .contains(
                                "3 requests, of which 2 stand otherwise",
                                ", with request r2",
                                "decided nothing otherwise so far")
                        .containsPattern("server-quota +SERVER_DAILY_QUOTA +approved -> rejected +2 ")
                        .containsPattern("server-quota.limit +5000 +2 +stricter")
                        .containsPattern("assignment.mode +enforce +off +looser");
                JsonNode json =
                        JSON.readTree(run(cluster, "shadow", "compare", "default", "--json", "--application-id", id)
                                .out());
                assertThat(json.at("/rules/0/rule").asText()).isEqualTo("server-quota");
                assertThat(json.at("/rules/0/keys/0/key").asText()).isEqualTo("server-quota.limit");
                assertThat(json.at("/keys_without_effect/0/key").asText()).isEqualTo("assignment.mode");

                assertThat(run(cluster, "shadow", "stop", "default").exitCode()).isZero();
                Until.holds(() -> status(cluster).path("phase").asText().equals("OVER"));
                ask(cluster, "r4", 4);
                assertThat(status(cluster).at("/ending").asText()).isEqualTo("STOPPED");
                assertThat(status(cluster).at("/comparison/requests").asInt()).isEqualTo(3);
                assertThat(cluster.decisions().decisionsUntil(seen -> seen.size() >= 5))
                        .extracting(Decision::getOutcome)
                        .containsOnly(Outcome.APPROVED);
            }
        }
    }

    @Test
    void what_is_no_duration_no_time_or_no_policy_is_wrong_usage() throws Exception {
        Path file = Files.writeString(directory.resolve("second.yaml"), STRICT);

        assertThat(run("shadow", "start", "default", file.toString(), "--for", "soon")
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("shadow", "start", "default", file.toString(), "--until", "2020-01-01T00:00:00Z")
                        .exitCode())
                .isEqualTo(2);
        assertThat(run("shadow", "start", "default", "nowhere.yaml").exitCode()).isEqualTo(2);
        assertThat(run("shadow").exitCode()).isEqualTo(2);
    }
}
