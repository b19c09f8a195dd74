package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

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
    // Settings are compared sooner without all that they are not compared with.
    private static final boolean ONLY_VARIANTS = Boolean.getBoolean("bench.only.variants");

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
            if (!ONLY_VARIANTS) {
                RedisRival.start(directory.resolve("redis")).ifPresent(rivals::add);
                PostgresRival.start().ifPresent(rivals::add);
            }
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            for (int round = 0; round < ROUNDS; round++) {
                GateRound next = new GateRound(topics, round, work, rounds, REQUESTS);
                if (ONLY_VARIANTS) {
                    next.variants(VARIANTS);
                    rounds.print(System.out);
                } else {
                    next.all(rivals, VARIANTS, CAMPAIGN);
                }
                System.out.printf(Locale.ROOT, "round %d of %d%n", round + 1, ROUNDS);
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
        if (!ONLY_VARIANTS) {
            reportGoals(rounds, rivals, json);
        }
        VARIANTS.keySet()
                .forEach(name -> rounds.report(
                        "ratio_of_" + name, GateRound.GATE + " " + name, GateRound.GATE, json, System.out));
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }

    private static void reportGoals(Rounds rounds, List<Rival> rivals, ObjectNode json) {
        rounds.report("throughput_ratio_to_pass_through", GateRound.GATE, GateRound.PASS_THROUGH, json, System.out);
        rounds.report("ratio_to_no_logic", GateRound.GATE, GateRound.NO_LOGIC, json, System.out);
        rounds.report("campaign_ratio_to_replies", GateRound.OF_CAMPAIGN, GateRound.GATE, json, System.out);
        for (Rival rival : rivals) {
            rounds.report("ratio_to_" + rival.name().replace(' ', '_'), GateRound.GATE, rival.name(), json, System.out);
        }
    }
}
