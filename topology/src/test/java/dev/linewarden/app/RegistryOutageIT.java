package dev.linewarden.app;

import static dev.linewarden.support.Cluster.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.contract.LineUpdates;
import dev.linewarden.embedded.Ports;
import dev.linewarden.http.Logins;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.support.Cluster;
import dev.linewarden.support.ProductionLog;
import dev.linewarden.support.SharedBroker;
import dev.linewarden.support.SwitchedRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.streams.ThreadMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A registry that is down is waited for: before the start, and in the middle for longer than a thread could stand still. */
@Execution(ExecutionMode.CONCURRENT)
class RegistryOutageIT {

    private static final Duration START = Duration.ofSeconds(60);
    // In production half a minute and five minutes.
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final int QUOTA = 30;

    @TempDir
    private Path state;

    @Test
    void a_gate_whose_registry_is_down_at_its_start_says_so_once_and_goes_on_when_it_is_back() throws Exception {
        try (Cluster cluster = new Cluster("outage-at-start");
                SwitchedRegistry registry = new SwitchedRegistry();
                ProductionLog log = new ProductionLog();
                GateRunner gate = GateRunner.start(config(cluster, registry));
                GateHttp http = GateHttp.start(gate, "127.0.0.1", Ports.free(), Logins.NONE)) {
            publishSetUp(cluster);
            cluster.publish(request("waits", "a@example.com", "Ready?"));

            String health = untilHealth(http, 503, registry.url());
            assertThat(health).contains("\"DOWN\"").contains("no registry answers at " + registry.url());
            assertThat(gate.hasFailed()).isFalse();

            registry.up();

            assertThat(gate.awaitRunning(START)).isTrue();
            assertThat(cluster.decisions().decisionsUntil(seen -> !seen.isEmpty()))
                    .allMatch(decision -> decision.getRequest().getRequestId().equals("waits"));
            assertThat(untilHealth(http, 200, "RUNNING"))
                    .doesNotContain("waits for")
                    .contains("\"brokers\":1");
            assertThat(get(http, "/prometheus").body())
                    .contains("linewarden_log_kept_out_total{kind=\"out_of_order_sequence\"}");
            assertThat(withoutSlowTopics(log))
                    .hasSize(2)
                    .anyMatch(line ->
                            line.contains("Waiting for the schema registry: no registry answers at " + registry.url()))
                    .anyMatch(line -> line.contains("The schema registry answers again"));
        }
    }

    @Test
    void an_outage_in_the_middle_holds_back_only_what_needs_the_registry_and_loses_nothing() throws Exception {
        try (Cluster cluster = new Cluster("outage-in-the-middle");
                SwitchedRegistry registry = new SwitchedRegistry();
                ProductionLog log = new ProductionLog()) {
            registry.up();
            try (GateRunner gate = GateRunner.start(config(cluster, registry))) {
                assertThat(gate.awaitRunning(START)).isTrue();
                publishSetUp(cluster);
                cluster.reader(List.of(cluster.topics().journal())).until(read -> read.size() >= 2);
                Set<String> threads = threads(gate);
                Newer newer = new Newer(cluster);
                Cluster.Reader decisions = cluster.decisions();

                registry.down();
                for (int i = 0; i < QUOTA; i++) {
                    newer.publish("newer-" + i);
                }
                // Somebody else's pool, on the partition of its own, is judged on and on meanwhile.
                int others = 0;
                for (long end = System.nanoTime() + BOUND.multipliedBy(4).toNanos(); System.nanoTime() < end; ) {
                    OutboundRequest other = request("other-" + others++, "b" + others + "@example.com", "Ready?");
                    other.setPool("elsewhere");
                    cluster.publishTo(1, other);
                    int expected = others;
                    decisions.decisionsUntil(seen -> seen.size() >= expected);
                }
                assertThat(gate.waitsFor())
                        .hasValueSatisfying(reason -> assertThat(reason).contains(registry.url()));
                assertThat(gate.isRunning()).isTrue();
                registry.up();
                for (int i = 0; i < QUOTA; i++) {
                    newer.publish("after-" + i);
                }

                int all = others + 2 * QUOTA;
                List<Decision> seen = decisions.decisionsUntil(read -> read.size() >= all);
                assertThat(seen).extracting(Decision::getDecisionId).doesNotHaveDuplicates();
                assertThat(seen.stream().filter(decision -> decision.getOutcome() == Outcome.APPROVED))
                        .hasSize(QUOTA)
                        .allMatch(
                                decision -> decision.getRequest().getRequestId().startsWith("newer"));
                assertThat(threads(gate)).isEqualTo(threads);
                assertThat(gate.waitsFor()).isEmpty();
                assertThat(withoutSlowTopics(log)).hasSize(2);
            }
        }
    }

    /** What is so short here also bounds how long Kafka waits for its topics, which a busy machine may take. */
    private static List<String> withoutSlowTopics(ProductionLog log) {
        return log.lines().stream()
                .filter(line -> !line.contains("createTopics timeout"))
                .toList();
    }

    private GateConfig config(Cluster cluster, SwitchedRegistry registry) {
        GateConfig plain = cluster.gateConfig(state);
        return new GateConfig(
                plain.bootstrapServers(),
                registry.url(),
                plain.applicationId(),
                plain.topics(),
                plain.partitions(),
                plain.threads(),
                plain.standbys(),
                plain.stateDirectory(),
                Map.of(
                        // As in production, where its absence is a line of its own in the log.
                        GateConfig.FORGETTING_KEY,
                        "secret",
                        "max.poll.interval.ms",
                        Long.toString(BOUND.toMillis()),
                        "producer.transaction.timeout.ms",
                        Long.toString(BOUND.toMillis())));
    }

    private static Set<String> threads(GateRunner gate) {
        return gate.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::threadName)
                .collect(Collectors.toSet());
    }

    private static void publishSetUp(Cluster cluster) {
        Instant now = Instant.now();
        cluster.publish(
                new PolicyUpdate(
                        "default",
                        "consent: {required: false}\nquiet-hours: {mode: off}\nburst: {mode: off}\n"
                                + "assignment: {mode: off}\nserver-quota: {limit: " + QUOTA + "}\n",
                        now),
                LineUpdates.of("default", "line-1", "server-1", LineStatus.ACTIVE, null, now, null));
    }

    /** Asks for the health until the answer has the status and holds the words. */
    private static String untilHealth(GateHttp http, int status, String words) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        HttpResponse<String> answer = get(http, "/health");
        while (answer.statusCode() != status || !answer.body().contains(words)) {
            assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
            answer = get(http, "/health");
        }
        return answer.body();
    }

    private static HttpResponse<String> get(GateHttp http, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(http.url() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** An upstream service that is ahead of the gate: its requests have a field that the gate's build has never seen. */
    private static final class Newer {
        private final Cluster cluster;
        private final RegistryClient registry =
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, SharedBroker.registryUrl())));
        private final int id;

        Newer(Cluster cluster) throws IOException {
            this.cluster = cluster;
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode json = (ObjectNode)
                    mapper.readTree(OutboundRequest.getClassSchema().toString());
            ((ArrayNode) json.get("fields"))
                    .add(mapper.readTree(
                            "{\"name\": \"of_tomorrow\", \"type\": [\"null\", \"string\"], \"default\": null}"));
            id = registry.id(
                    cluster.topics().outboundRequests() + "-value", new Schema.Parser().parse(json.toString()));
        }

        void publish(String requestId) {
            byte[] known = new RecordSerializer(registry)
                    .serialize(
                            cluster.topics().outboundRequests(),
                            request(requestId, requestId + "@example.com", "Ready?"));
            // What is written with the newer schema is what is written with ours, its id, and the null of the last
            // field.
            ByteBuffer newer = ByteBuffer.allocate(known.length + 1).put(known).put((byte) 0);
            newer.putInt(1, id);
            cluster.publishRaw(cluster.topics().outboundRequests(), 0, newer.array());
        }
    }
}
