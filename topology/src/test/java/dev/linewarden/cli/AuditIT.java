package dev.linewarden.cli;

import static dev.linewarden.support.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.Program;
import dev.linewarden.support.SharedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live gate's topics, audited on a real broker: waits that its own clock ended among them. */
class AuditIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POLICY = "consent: {required: false}\nquiet-hours: {mode: off}\n"
            + "burst: {min-gap: 40ms, jitter: 0s, max-outreach: 60}\nfollow-ups: {turn-messages: 1, spacing: 0s, max: 20}\n";
    private static final int REQUESTS = 60;
    private static final int PEOPLE = 12;

    @TempDir
    private Path directory;

    @Test
    void a_live_gate_is_clean_and_what_is_forged_or_gone_is_told() throws Exception {
        try (Cluster cluster = new Cluster("audit");
                GateRunner gate = GateRunner.start(cluster.gateConfig(directory.resolve("state")))) {
            assertThat(gate.awaitRunning(Duration.ofSeconds(60))).isTrue();
            List<Decision> decided = traffic(cluster);
            assertThat(decided).extracting(Decision::getOutcome).contains(Outcome.DEFERRED, Outcome.APPROVED);

            Program.Result clean = run(cluster, "audit");
            assertThat(clean.exitCode()).as(clean.out() + clean.err()).isZero();
            assertThat(clean.out()).contains("pool default: every limit and every promise held");
            JsonNode json = JSON.readTree(
                    run(cluster, "audit", "--pool", "default", "--json").out());
            assertThat(json.path("state").asText()).isEqualTo("held");
            assertThat(json.path("decisions").asInt()).isEqualTo(decided.size());
            assertThat(json.at("/checks/promise/held").asInt()).isPositive();
            assertThat(run(cluster, "audit", "--pool", "nobody").out()).contains("there is nothing to audit");

            forge(cluster, decided.get(decided.size() - 1));
            Program.Result forged = run(cluster, "audit");
            assertThat(forged.exitCode()).isEqualTo(1);
            assertThat(forged.out()).contains("ended a second time").contains("was given before");

            letGoOf(cluster, decided.get(0).getJournalPartition());
            JsonNode cut = JSON.readTree(run(cluster, "audit", "--json").out());
            assertThat(cut.path("unknown").asInt()).isPositive();
            assertThat(cut.path("notes").toString()).contains("is not known");
        }
    }

    private static List<Decision> traffic(Cluster cluster) {
        Instant now = Instant.now();
        cluster.begin(
                new PolicyUpdate("default", POLICY, now),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null),
                LineUpdates.of("default", "line-2", "server-1", LineStatus.ACTIVE, null, now, null));
        Cluster.Reader decisions = cluster.decisions();
        for (int i = 0; i < REQUESTS; i++) {
            String person = "user" + i % PEOPLE + "@example.com";
            OutboundRequest request = Cluster.request("r" + i, person, "Ready?");
            cluster.publish(request);
            if (i % 3 == 0) {
                cluster.publish(new ConversationEvent(
                        "e" + i, "default", "line-1", person, ConversationKind.INBOUND_MESSAGE, now, "Yes", null));
            }
        }
        return decisions.decisionsUntil(seen -> seen.stream()
                        .filter(decision -> decision.getOutcome() != Outcome.DEFERRED)
                        .count()
                == REQUESTS);
    }

    /** The same request once more, under the name of its last decision. */
    private static void forge(Cluster cluster, Decision last) {
        Decision again = Decision.newBuilder(last).setOutcome(Outcome.APPROVED).build();
        String topic = cluster.topics().approved();
        RegistryClient registry =
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, SharedBroker.registryUrl())));
        cluster.publishRaw(topic, new RecordSerializer(registry).serialize(topic, again));
    }

    private static void letGoOf(Cluster cluster, int partition) throws Exception {
        TopicPartition journal = new TopicPartition(cluster.topics().journal(), partition);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(journal, RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get();
        }
    }
}
