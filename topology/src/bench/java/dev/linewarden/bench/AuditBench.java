package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.Utils;

/**
 * What {@code replay --verify} and {@code audit} take over a million and over five million decisions of a real gate, each for
 * a message to one of as many people as there are four messages: time and the most memory, each in a process of its own. The
 * broker works on the same machine.
 */
public final class AuditBench {

    private static final String DECISIONS = System.getProperty("bench.decisions", "1000000,5000000");
    private static final String HEAP = System.getProperty("bench.heap", "-Xmx1g");
    private static final int BATCH = 40_000;
    private static final String PREFIX = "audit.";

    private AuditBench() {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("audit-bench");
        ArrayNode figures = new ObjectMapper().createArrayNode();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics.Named named = new BenchTopics(kafka, registry, directory).prepare(PREFIX);
            Verbs verbs = new Verbs(
                    HEAP,
                    List.of(
                            "--bootstrap-servers",
                            kafka.bootstrapServers(),
                            "--registry",
                            registry.url(),
                            "--topic-prefix",
                            PREFIX));
            named.traffic().publishSetUp();
            int decided = 0;
            for (String size : DECISIONS.split(",", -1)) {
                int upTo = Integer.parseInt(size);
                decide(named, decided, upTo);
                decided = upTo;
                figures.add(measure(verbs, named.config().applicationId(), upTo));
            }
        } finally {
            Utils.delete(directory.toFile());
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, figures.toPrettyString() + "\n");
    }

    private static void decide(BenchTopics.Named named, int from, int upTo) throws Exception {
        try (Counter counter = new Counter(
                        named.config().bootstrapServers(), named.topics().decisions());
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            counter.recordsPerSecond(from);
            for (int i = from; i < upTo; i += BATCH) {
                int count = Math.min(BATCH, upTo - i);
                named.traffic().publishTalks(i, count);
                counter.recordsPerSecond(count);
            }
        }
    }

    private static ObjectNode measure(Verbs verbs, String applicationId, int decisions)
            throws IOException, InterruptedException {
        Verbs.Took replay = verbs.run("replay", "--verify", "--application-id", applicationId);
        Verbs.Took audit = verbs.run("audit");
        System.out.printf(
                Locale.ROOT,
                "%,9d decisions: replay --verify %.0f s (%,.0f a second, %.2f GB at most), audit %.0f s (%,.0f a second, %.2f GB)%n",
                decisions,
                replay.seconds(),
                decisions / replay.seconds(),
                replay.gigabytes(),
                audit.seconds(),
                decisions / audit.seconds(),
                audit.gigabytes());
        return new ObjectMapper()
                .createObjectNode()
                .put("decisions", decisions)
                .put("replay_seconds", replay.seconds())
                .put("replay_gigabytes", replay.gigabytes())
                .put("audit_seconds", audit.seconds())
                .put("audit_gigabytes", audit.gigabytes());
    }
}
