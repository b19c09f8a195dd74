package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.core.model.PolicyHash;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies of a live gate beside each other and beside a file. */
class PolicyDiffIT {

    private static final String BEFORE = "version: before\nconsent: {required: false}\nquiet-hours: {mode: off}\n";
    private static final String NOW = BEFORE.replace("before", "now") + "burst: {max: 5}\n";

    @TempDir
    private Path directory;

    @Test
    void a_pool_s_policies_are_named_by_pool_hash_and_time() throws Exception {
        try (Cluster cluster = new Cluster("policy-diff");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant at = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", BEFORE, at),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, at, null));
            cluster.publish(new PolicyUpdate("default", NOW, at));
            cluster.publish(new PolicyUpdate("default", "brust: {max: 9}\n", at));
            cluster.publish(Cluster.request("r1", "anna@example.com", "Ready?"));
            cluster.decisions().decisionsUntil(seen -> seen.size() >= 1);
            Path file = Files.writeString(directory.resolve("now.yaml"), NOW);

            assertThat(run(cluster, "policy", "diff", "default", file.toString())
                            .exitCode())
                    .as("the policy in force is the last that was not refused")
                    .isZero();
            Program.Result hashed = run(
                    cluster,
                    "policy",
                    "diff",
                    "default@" + PolicyHash.of(BEFORE).substring(0, 8),
                    "default",
                    "--json");
            assertThat(hashed.exitCode()).isEqualTo(1);
            assertThat(new ObjectMapper().readTree(hashed.out()).findValuesAsText("key"))
                    .containsExactly("version", "burst.max");
            Program.Result timed = run(cluster, "policy", "diff", "default@2026-01-01T00:00:00Z", file.toString());
            assertThat(timed.exitCode()).isEqualTo(1);
            assertThat(timed.out()).contains("consent.required  true -> false  looser");

            Program.Result unknown = run(cluster, "policy", "diff", "defualt", file.toString());
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.err()).contains("did you mean 'default'?");
            assertThat(run(cluster, "policy", "diff", "default@yesterday", file.toString())
                            .exitCode())
                    .isEqualTo(2);
            assertThat(run(cluster, "policy", "diff", "default@0123456789abcdef", file.toString())
                            .exitCode())
                    .isEqualTo(2);
        }
    }
}
