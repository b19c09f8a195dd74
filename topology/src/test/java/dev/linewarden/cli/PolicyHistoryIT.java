package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies of a live gate, from the topics of a real broker. */
class PolicyHistoryIT {

    private static final String POLICY = "version: first\nconsent: {required: false}\nquiet-hours: {mode: off}\n";

    @TempDir
    private Path directory;

    @Test
    void a_policy_in_force_a_refused_one_and_the_build_that_decided_are_shown() throws Exception {
        try (Cluster cluster = new Cluster("policy-history");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant now = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", POLICY, now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
            cluster.publish(Cluster.request("r1", "anna@example.com", "Ready?"));
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 1);
            cluster.publish(new PolicyUpdate("default", "brust: {max: 5}\n", now));
            cluster.reader(List.of(cluster.topics().alerts())).until(read -> read.size() >= 1);

            assertThat(run(cluster, "policy", "history", "defualt").out())
                    .contains(PolicyHash.OF_DEFAULTS, "Nothing tells of a policy of pool defualt");

            String hash = PolicyHash.of(POLICY);
            assertThat(run(cluster, "policy", "history", "default").out())
                    .containsPattern("the beginning +\\S+Z +" + PolicyHash.OF_DEFAULTS + " +default +0")
                    .containsPattern("Z +now +" + hash + " +first +1 +\\S+")
                    .contains("refused at ")
                    .contains("'brust'");
            assertThat(run(
                                    cluster,
                                    "policy",
                                    "history",
                                    "default",
                                    "--at",
                                    Instant.now().toString())
                            .out())
                    .contains(hash)
                    .endsWith(POLICY);
            JsonNode json = new ObjectMapper()
                    .readTree(run(cluster, "policy", "history", "default", "--json")
                            .out());
            assertThat(json.at("/journal").asText()).isEqualTo("whole");
            assertThat(json.at("/periods/1/builds/0/decisions").asInt()).isEqualTo(1);
            assertThat(json.at("/refused/0/reason").asText()).contains("did you mean");
            assertThat(run(cluster, "policy", "history", "default", "--at", "yesterday")
                            .exitCode())
                    .isEqualTo(2);
        }
    }
}
