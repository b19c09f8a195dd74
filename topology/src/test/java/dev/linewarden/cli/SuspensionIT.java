package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A label of a live gate's pool is suspended and resumed, on a real broker; what was decided is audited and decided again. */
class SuspensionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "first-message: {question: off}\nburst: {min-gap: 0s, jitter: 0s}\n";

    @TempDir
    private Path directory;

    private static OutboundRequest spring(String id) {
        OutboundRequest request = Cluster.request(id, id + "@example.com", "Ready?");
        request.setLabels(Map.of("campaign", "spring"));
        return request;
    }

    private static Decision decision(Cluster cluster, String id) {
        return cluster
                .decisions()
                .decisionsUntil(seen -> seen.stream()
                        .anyMatch(decision -> decision.getDecisionId().equals(id)))
                .stream()
                .filter(decision -> decision.getDecisionId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_carries_the_label_waits_until_somebody_resumes_it_and_the_records_prove_it() throws Exception {
        try (Cluster cluster = new Cluster("suspension");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory))) {
            String id = cluster.gateConfig(directory).applicationId();
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant now = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", POLICY, now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));

            Program.Result suspended = run(
                    cluster,
                    "suspend",
                    "default",
                    "--label",
                    "campaign=spring",
                    "--for",
                    "2h",
                    "--reason",
                    "wrong price",
                    "--application-id",
                    id);
            assertThat(suspended.out()).contains("label campaign=spring of pool default is suspended until ");
            assertThat(suspended.exitCode()).isZero();
            cluster.publish(spring("held"));
            assertThat(decision(cluster, "held#1").getBindingCode()).isEqualTo("SUSPENDED");
            cluster.publish(Cluster.request("other", "other@example.com", "Ready?"));
            assertThat(decision(cluster, "other#1").getOutcome()).isEqualTo(Outcome.APPROVED);

            JsonNode listed = JSON.readTree(run(cluster, "suspensions", "default", "--json", "--application-id", id)
                            .out())
                    .path("suspensions");
            assertThat(listed).hasSize(1);
            assertThat(listed.path(0).path("reason").asText()).isEqualTo("wrong price");
            assertThat(run(cluster, "explain", "held").out())
                    .contains("SUSPENDED")
                    .contains("label campaign=spring is suspended since")
                    .containsPattern("wrong\\s+price");

            assertThat(run(cluster, "resume", "default", "--label", "campaign=autumn", "--application-id", id)
                            .err())
                    .contains(
                            "label campaign=autumn is not suspended; suspended of pool default: --label campaign=spring");
            Program.Result resumed =
                    run(cluster, "resume", "default", "--label", "campaign=spring", "--application-id", id);
            assertThat(resumed.out()).contains("sends again");
            assertThat(decision(cluster, "held#2").getOutcome()).isEqualTo(Outcome.APPROVED);
            assertThat(run(cluster, "explain", "held").out()).contains("label campaign=spring was resumed");
            assertThat(run(cluster, "operations").out())
                    .contains("sending suspended campaign=spring")
                    .contains("sending resumed campaign=spring");
            assertThat(run(cluster, "audit").exitCode()).isZero();
            assertThat(run(cluster, "replay", "--verify").exitCode()).isZero();
        }
    }

    @Test
    void what_is_said_wrongly_is_told_before_anything_is_asked() {
        assertThat(run("suspend", "default", "--for", "2h").err()).contains("say why with --reason");
        assertThat(run("suspend", "default", "--label", "spring", "--reason", "x")
                        .err())
                .contains("no label such as campaign=spring");
        assertThat(run("suspend", "default", "--for", "soon", "--reason", "x").exitCode())
                .isEqualTo(2);
        assertThat(run("suspend", "default", "--until", "2020-01-01T00:00:00Z", "--reason", "x")
                        .err())
                .contains("has passed");
    }
}
