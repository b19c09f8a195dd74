package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.replay.Scope;
import dev.linewarden.audit.replay.Verification;
import dev.linewarden.audit.replay.Verifier;
import dev.linewarden.audit.replay.Watch;
import dev.linewarden.client.Cluster;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Records a second of the gate and of a bare exactly-once pass-through with the same serdes and partitions, in turn on one
 * embedded broker in one process. The traffic are replies inside active conversations: every rule is evaluated, every
 * request approved and counted. Then a campaign in one pool of two hundred lines. The ratios are what to compare; the machine
 * is noisy.
 */
public final class GateBench {

    private static final int ROUNDS = 3;
    private static final int REQUESTS = Integer.getInteger("bench.requests", 150_000);
    private static final int CAMPAIGN = Integer.getInteger("bench.campaign", 20_000);

    private GateBench() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            List<Double> passThrough = new ArrayList<>();
            List<Double> gate = new ArrayList<>();
            List<Double> campaign = new ArrayList<>();
            List<Double> replay = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                Bench bench = new Bench(new BenchTopics(kafka, registry, directory), round);
                passThrough.add(bench.passThrough());
                gate.add(bench.gate());
                campaign.add(bench.campaign());
                replay.add(bench.replay());
                System.out.printf(
                        Locale.ROOT,
                        "round %d   pass-through %,9.0f /s   gate %,9.0f /s   ratio %.2f   campaign %,9.0f /s   replay %,9.0f /s%n",
                        round + 1,
                        passThrough.get(round),
                        gate.get(round),
                        gate.get(round) / passThrough.get(round),
                        campaign.get(round),
                        replay.get(round));
            }
            report(passThrough, gate, campaign, replay, Path.of(args[0]));
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    /** The first round warms the JVM up and is not counted. */
    private static void report(
            List<Double> passThrough, List<Double> gate, List<Double> campaign, List<Double> replay, Path file)
            throws IOException {
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round < ROUNDS; round++) {
            ratios.add(gate.get(round) / passThrough.get(round));
        }
        double ratio =
                ratios.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode()
                .put("requests", REQUESTS)
                .put("partitions", BenchTopics.PARTITIONS)
                .put("threads", BenchTopics.THREADS);
        add(json.putArray("pass_through_per_second"), passThrough);
        add(json.putArray("gate_per_second"), gate);
        add(json.putArray("campaign_per_second"), campaign);
        add(json.putArray("replayed_entries_per_second"), replay);
        json.put("throughput_ratio_to_pass_through", ratio);
        double ofReplies =
                campaign.stream().skip(1).mapToDouble(Double::doubleValue).sum()
                        / gate.stream().skip(1).mapToDouble(Double::doubleValue).sum();
        json.put("campaign_ratio_to_replies", ofReplies);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        System.out.printf(
                Locale.ROOT,
                "throughput_ratio_to_pass_through %.2f   campaign_ratio_to_replies %.2f   written to %s%n",
                ratio,
                ofReplies,
                file);
    }

    private static void add(ArrayNode array, List<Double> values) {
        values.forEach(value -> array.add(Math.round(value)));
    }

    /** One round: fresh topics, the same traffic for both. */
    private record Bench(BenchTopics topics, int round) {

        double passThrough() throws InterruptedException {
            BenchTopics.Named named = topics.prepare("pass" + round + ".");
            named.traffic().publishRequests(REQUESTS);
            try (Counter counter = new Counter(bootstrap(), List.of(PassThrough.output(named.topics())))) {
                KafkaStreams streams = PassThrough.start(named.config());
                try {
                    return counter.recordsPerSecond(REQUESTS);
                } finally {
                    streams.close();
                }
            }
        }

        double gate() throws Exception {
            BenchTopics.Named named = topics.prepare("gate" + round + ".");
            named.traffic().publishSetUp();
            try (Counter journal =
                            new Counter(bootstrap(), List.of(named.topics().journal()));
                    GateRunner warm = GateRunner.start(named.config())) {
                warm.awaitRunning(Duration.ofMinutes(1));
                journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
            }
            named.traffic().publishRequests(REQUESTS);
            try (Counter counter = new Counter(bootstrap(), named.topics().decisions());
                    GateRunner gate = GateRunner.start(named.config())) {
                gate.awaitRunning(Duration.ofMinutes(1));
                return counter.recordsPerSecond(REQUESTS);
            }
        }

        /** After {@link #gate()}, whose pools are there. */
        double campaign() throws Exception {
            BenchTopics.Named named = topics.of("gate" + round + ".");
            named.traffic().publishCampaign(CAMPAIGN);
            try (Counter counter =
                            new Counter(bootstrap(), List.of(named.topics().deferred()));
                    GateRunner gate = GateRunner.start(named.config())) {
                gate.awaitRunning(Duration.ofMinutes(1));
                return counter.recordsPerSecond(CAMPAIGN);
            }
        }

        /** Entries a second, with all that belongs to it: the recorded decisions are read and met. */
        double replay() {
            BenchTopics.Named named = topics.of("gate" + round + ".");
            Verification verification = new Verifier(
                            new Cluster(bootstrap(), topics.registry().url(), Map.of(), named.topics()),
                            new Scope(null, null, null, named.config().applicationId(), null),
                            Watch.UNSEEN)
                    .run();
            if (!verification.isIdentity()) {
                throw new IllegalStateException("not decided again alike: " + verification.differences());
            }
            return verification.entries() / (verification.took().toNanos() / 1e9);
        }

        private String bootstrap() {
            return topics.kafka().bootstrapServers();
        }
    }
}
