package dev.linewarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb {@code replay} on the topics of a gate that ran. */
class ReplayVerbIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY =
            "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {min-gap: 0s, jitter: 0s}\n";

    @TempDir
    private Path directory;

    @Test
    void a_record_is_met_again_and_what_is_forged_lost_or_gone_is_told() throws Exception {
        try (Cluster cluster = new Cluster("replay-verb")) {
            List<Decision> decided = live(cluster);

            Program.Result alike = replay(cluster, "--verify");
            assertThat(alike.exitCode()).as(alike.out() + alike.err()).isZero();
            assertThat(alike.out())
                    .contains("identity 100 % of " + decided.size() + " decisions")
                    .contains("began with the journal's first entry")
                    .contains("the oldest entry that the broker holds is of ");
            assertThat(replay(cluster, "--verify", "--pool", "nobody").out()).contains("empty");
            assertThat(replay(cluster, "--verify", "--to", "2020-01-01T00:00:00Z")
                            .out())
                    .contains("empty");

            String checkpoints = directory.resolve("audits").toString();
            assertThat(replay(cluster, "--verify", "--checkpoint", checkpoints).exitCode())
                    .isZero();
            assertThat(replay(cluster, "--verify", "--checkpoint", checkpoints).out())
                    .contains("began with 1 checkpoint;")
                    .contains("identity 100 % of 1 decisions");

            other_policies_are_held_against_what_was_recorded(cluster, decided.size());

            forge(cluster, decided.get(3));
            Path html = directory.resolve("refused.html");
            Program.Result refused = replay(cluster, "--set", "new-conversations.limit=5", "--html", html.toString());
            assertThat(Files.readString(html))
                    .contains("\"state\":\"refused\"", "1 of 13 decisions did not come out as they were recorded")
                    .doesNotContain("@example.com");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.out()).contains("1 of 13 decisions did not come out as they were recorded");
            assertThat(refused.err()).contains("refused");
            Program.Result forged = replay(cluster, "--verify", "--json");
            assertThat(forged.exitCode()).isEqualTo(1);
            JsonNode json = JSON.readTree(forged.out());
            assertThat(json.path("state").asText()).isEqualTo("different");
            assertThat(json.path("same").asInt()).isEqualTo(decided.size());
            assertThat(json.at("/differences/0/decision_id").asText()).isEqualTo("forged#1");
            assertThat(json.at("/differences/0/causes/0/name").asText()).isEqualTo("missing entry");
            assertThat(forged.out()).doesNotContain("@example.com").doesNotContain("Ready?");

            purge(cluster);
            Program.Result truncated = replay(cluster, "--verify");
            assertThat(truncated.exitCode()).isEqualTo(1);
            assertThat(truncated.out())
                    .contains("truncated")
                    .contains("its journal begins at offset ")
                    .contains("nothing is claimed");
            assertThat(replay(cluster, "--verify", "--checkpoint", checkpoints).out())
                    .contains("began with 1 checkpoint;")
                    .contains("identity 100 % of 1 decisions");
        }
    }

    private void other_policies_are_held_against_what_was_recorded(Cluster cluster, int decided) throws Exception {
        Program.Result same = replay(cluster, "--set", "burst.max=60");
        assertThat(same.exitCode()).as(same.err()).isZero();
        assertThat(same.out())
                .contains("identity 100 % of " + decided + " decisions")
                .contains("held as recorded")
                .contains("12 requests, 12 unchanged")
                .contains("not measured");

        Path html = directory.resolve("report.html");
        Path junit = directory.resolve("replay.xml");
        Program.Result tighter = replay(
                cluster,
                "--set",
                "new-conversations.limit=5,50",
                "--max-flips",
                "3",
                "--html",
                html.toString(),
                "--junit",
                junit.toString(),
                "--json");
        assertThat(tighter.exitCode()).isEqualTo(1);
        assertThat(tighter.err()).contains("new-conversations.limit=5: 7 flips, at most 3 are let pass");
        JsonNode json = JSON.readTree(tighter.out());
        assertThat(json.at("/candidates/0/counts/approved_deferred").asInt()).isEqualTo(7);
        assertThat(json.at("/candidates/0/unchanged").asInt()).isEqualTo(5);
        assertThat(json.at("/candidates/0/diverged/recipients").asInt()).isEqualTo(7);
        assertThat(json.at("/candidates/1/unchanged").asInt()).isEqualTo(12);
        assertThat(json.at("/candidates/0/outcomes/state").asText()).isEqualTo("not measured");
        assertThat(tighter.out()).doesNotContain("user1@").doesNotContain("Ready?");
        assertThat(Files.readString(junit)).contains("failures=\"1\"", "at most 3 flips");
        assertThat(Files.readString(html))
                .contains("new-conversations.limit=5", "uPlot")
                .doesNotContain("<script src", "<link", "/*{")
                .doesNotContain("user1@");

        Path scenario = directory.resolve("flip.yaml");
        assertThat(json.at("/candidates/0/changed_left_out").asInt(-1)).isZero();
        String flipped = json.at("/candidates/0/changed/0/request_id").asText();
        Program.Result shrunk = replay(
                cluster, "--set", "new-conversations.limit=5", "--minimise", flipped, "--out", scenario.toString());
        assertThat(shrunk.exitCode()).as(shrunk.err()).isZero();
        assertThat(Program.run("test", scenario.toString()).exitCode()).isZero();
        // the line, and the six whose people take the five places and ask for one more
        assertThat(Files.readString(scenario))
                .doesNotContain("user1@")
                .containsOnlyOnce("\"line\":{")
                .satisfies(yaml -> assertThat(yaml.split("\"request\":\\{", -1)).hasSize(1 + 6));

        assertThat(replay(cluster, "--set", "burst.maximum=3").exitCode()).isEqualTo(2);
        assertThat(replay(cluster, "--set", "burst.max").exitCode()).isEqualTo(2);
        assertThat(replay(cluster).exitCode()).isEqualTo(2);
        Program.Result backwards =
                replay(cluster, "--verify", "--from", "2026-03-03T00:00:00Z", "--to", "2026-03-02T00:00:00Z");
        assertThat(backwards.exitCode()).isEqualTo(2);
        assertThat(backwards.err()).contains("--from 2026-03-03T00:00:00Z is not before --to 2026-03-02T00:00:00Z");
        assertThat(replay(cluster, "--verify", "--set", "burst.max=3").exitCode())
                .isEqualTo(2);
    }

    private Program.Result replay(Cluster cluster, String... arguments) {
        return Program.run(
                cluster,
                Stream.of(new String[] {"replay"}, arguments, new String[] {"--application-id", "replay-verb.gate"})
                        .flatMap(Arrays::stream)
                        .toArray(String[]::new));
    }

    private List<Decision> live(Cluster cluster) throws Exception {
        try (GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            Instant now = Instant.now();
            cluster.begin(
                    new PolicyUpdate("default", POLICY, now),
                    LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
            for (int i = 0; i < 12; i++) {
                cluster.publish(Cluster.request("r" + i, "user" + i + "@example.com", "Ready?"));
            }
            return new ArrayList<>(cluster.decisions().decisionsUntil(seen -> seen.size() >= 12));
        }
    }

    private static void forge(Cluster cluster, Decision decision) {
        RecordSerializer serializer = new RecordSerializer(
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, SharedBroker.registryUrl()))));
        Decision forged =
                Decision.newBuilder(decision).setDecisionId("forged#1").build();
        String topic = cluster.topics().approved();
        cluster.publishRaw(topic, serializer.serialize(topic, forged));
    }

    private static void purge(Cluster cluster) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            int partition = cluster.decisions()
                    .decisionsUntil(seen -> !seen.isEmpty())
                    .get(0)
                    .getJournalPartition();
            admin.deleteRecords(Map.of(
                            new TopicPartition(cluster.topics().journal(), partition), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }
    }
}
