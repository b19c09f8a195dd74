package dev.linewarden.bench;

import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/**
 * Fails when the gate has become dear: by the processor time that its stream threads spend on a reply, beside that of the same hops
 * and stores without logic, of each the least of several rounds of one run. No time of day is in it, so a slow or busy machine
 * does not fail it; a decision that costs half as much again does.
 */
public final class BenchGuard {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final int REQUESTS = Integer.getInteger("bench.requests", 40_000);

    // Measured with rounds as short as these, on a busy machine: 2.5 (1.9 in the long rounds of GateBench).
    private static final double MOST = 3.5;

    private BenchGuard() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        StoreWork work = StoreWork.ofAReply();
        Rounds rounds = new Rounds();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            for (int number = 0; number < ROUNDS; number++) {
                GateRound round = new GateRound(topics, number, work, rounds, REQUESTS);
                round.run(List.of(round::noLogic, () -> round.gate(GateRound.GATE, Map.of())));
            }
        } finally {
            Utils.delete(directory.toFile());
        }
        rounds.print(System.out);
        double ratio = rounds.leastSpent(GateRound.GATE, GateRound.NO_LOGIC);
        System.out.printf(
                Locale.ROOT, "a reply costs %.2f times what its hops and stores cost; at most %.2f%n", ratio, MOST);
        if (ratio > MOST) {
            System.out.println("the gate has become dearer: see PERFORMANCE.md on how to find out where");
            System.exit(1);
        }
    }
}
