package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Records a second of the gate, of a bare exactly-once pass-through with the same serdes, and of the gate's hops and stores
 * without its logic, on one embedded broker in one process. The traffic are replies inside active conversations: every rule is
 * evaluated, every request approved and counted. Then a campaign in one pool of two hundred lines, and the gate's journal
 * decided again. And what a user would build instead, where Redis and PostgreSQL are installed. Who is measured first in a round is last in the next. The ratios are what to compare; the machine is noisy.
 */
public final class GateBench {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int REQUESTS = Integer.getInteger("bench.requests", 150_000);
    private static final int CAMPAIGN = Integer.getInteger("bench.campaign", 20_000);
    private static final Map<String, Map<String, String>> VARIANTS = Variants.asked();
    private static final String PASS_THROUGH = "pass-through";
    private static final String NO_LOGIC = "no logic";
    private static final String GATE = "gate";
    private static final String OF_CAMPAIGN = "campaign";
    private static final String REPLAY = "replayed entries";

    private GateBench() {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        StoreWork work = StoreWork.ofAReply();
        System.out.printf(
                Locale.ROOT,
                "a reply: %d reads and %d writes of stores, a decision of %,d bytes%n",
                work.reads(),
                work.writes(),
                work.decision().length);
        Rounds rounds = new Rounds();
        List<Rival> rivals = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            RedisRival.start(directory.resolve("redis")).ifPresent(rivals::add);
            PostgresRival.start().ifPresent(rivals::add);
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            for (int round = 0; round < ROUNDS; round++) {
                new Bench(topics, round, work, rivals, rounds).run();
            }
        } finally {
            rivals.forEach(Rival::close);
            Utils.delete(directory.toFile());
        }
        report(rounds, work, rivals, Path.of(args[0]));
    }

    private static void report(Rounds rounds, StoreWork work, List<Rival> rivals, Path file) throws Exception {
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("requests", REQUESTS)
                .put("partitions", BenchTopics.PARTITIONS)
                .put("threads", BenchTopics.THREADS)
                .put("store_reads_per_reply", work.reads())
                .put("store_writes_per_reply", work.writes());
        rounds.write(json);
        rounds.print(System.out);
        rounds.report("throughput_ratio_to_pass_through", GATE, PASS_THROUGH, json, System.out);
        rounds.report("ratio_to_no_logic", GATE, NO_LOGIC, json, System.out);
        rounds.report("campaign_ratio_to_replies", OF_CAMPAIGN, GATE, json, System.out);
        for (Rival rival : rivals) {
            rounds.report("ratio_to_" + rival.name().replace(' ', '_'), GATE, rival.name(), json, System.out);
        }
        VARIANTS.keySet().forEach(name -> rounds.report("ratio_of_" + name, GATE + " " + name, GATE, json, System.out));
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }

    /** One that is measured. */
    private interface Contender {
        void run() throws Exception;
    }

    /** One round: fresh topics, the same traffic for all. */
    private record Bench(BenchTopics topics, int round, StoreWork work, List<Rival> rivals, Rounds rounds) {

        void run() throws Exception {
            List<Contender> order = new ArrayList<>(List.of(this::passThrough, this::noLogic, this::gates));
            rivals.forEach(rival -> order.add(() -> rival(rival)));
            VARIANTS.forEach((name, settings) -> order.add(() -> gate(GATE + " " + name, settings)));
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                contender.run();
            }
            System.out.printf(Locale.ROOT, "round %d of %d%n", round + 1, ROUNDS);
        }

        private void passThrough() throws Exception {
            BenchTopics.Named named = topics.prepare("pass" + round + ".");
            named.traffic().publishRequests(REQUESTS);
            count(PASS_THROUGH, PassThrough.output(named.topics()), () -> PassThrough.start(named.config()));
        }

        private void noLogic() throws Exception {
            BenchTopics.Named named = topics.prepare("plain" + round + ".");
            named.traffic().publishRequests(REQUESTS);
            count(NO_LOGIC, named.topics().approved(), () -> NoLogic.start(named.config(), work));
        }

        private void count(String contender, String output, Supplier<KafkaStreams> start) {
            try (Counter counter = new Counter(bootstrap(), List.of(output))) {
                CpuTime before = CpuTime.now();
                KafkaStreams streams = start.get();
                try {
                    rounds.add(contender, counter.recordsPerSecond(REQUESTS));
                    rounds.spent(contender, before, REQUESTS);
                } finally {
                    streams.close();
                }
            }
        }

        /** It lets every request pass, as the gate does, or it fails. */
        private void rival(Rival rival) throws Exception {
            BenchTopics.Named named = topics.prepare(rival.name().replace(' ', '-') + round + ".");
            named.traffic().publishRequests(REQUESTS);
            rival.begin(Traffic.known(), Instant.now());
            CpuTime before = CpuTime.now();
            try (Counter counter = new Counter(bootstrap(), List.of(PassThrough.output(named.topics())));
                    RivalWorker worker = RivalWorker.start(named, rival)) {
                rounds.add(rival.name(), counter.recordsPerSecond(REQUESTS, worker::check));
                rounds.spent(rival.name(), before, REQUESTS);
            }
        }

        private void gates() throws Exception {
            gate(GATE, Map.of());
            rounds.add(OF_CAMPAIGN, campaign());
            rounds.add(REPLAY, replay());
        }

        private void gate(String contender, Map<String, String> settings) throws Exception {
            BenchTopics.Named named = topics.prepare(contender.replace(' ', '-') + round + ".", settings);
            named.traffic().publishSetUp();
            try (Counter journal =
                            new Counter(bootstrap(), List.of(named.topics().journal()));
                    GateRunner warm = GateRunner.start(named.config())) {
                warm.awaitRunning(Duration.ofMinutes(1));
                journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
            }
            named.traffic().publishRequests(REQUESTS);
            CpuTime before = CpuTime.now();
            try (Counter counter = new Counter(bootstrap(), named.topics().decisions());
                    GateRunner gate = GateRunner.start(named.config())) {
                gate.awaitRunning(Duration.ofMinutes(1));
                rounds.add(contender, counter.recordsPerSecond(REQUESTS));
                rounds.spent(contender, before, REQUESTS);
            }
        }

        /** After {@link #gate}, whose pools are there. */
        private double campaign() throws Exception {
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
        private double replay() {
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
