package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What {@code replay --verify} and {@code audit} take over a million and over five million decisions of a real gate, each for
 * a message to one of as many people as there are four messages: time and the most memory, each in a process of its own. The
 * broker works on the same machine. Topics that {@code bench.directory} holds from an earlier run are measured again.
 */
public final class AuditBench {

    private static final String DECISIONS = System.getProperty("bench.decisions", "1000000,5000000");
    private static final String HEAP = System.getProperty("bench.heap", "-Xmx512m");
    private static final @Nullable String KEPT = System.getProperty("bench.directory");
    private static final int BATCH = 40_000;

    private AuditBench() {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = KEPT == null ? Files.createTempDirectory("audit-bench") : Path.of(KEPT);
        ArrayNode figures = new ObjectMapper().createArrayNode();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            for (String size : DECISIONS.split(",", -1)) {
                int decisions = Integer.parseInt(size);
                BenchTopics.Named named = decided(new BenchTopics(kafka, registry, directory), decisions);
                figures.add(measure(named.config(), decisions));
            }
        } finally {
            if (KEPT == null) {
                Utils.delete(directory.toFile());
            }
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, figures.toPrettyString() + "\n");
    }

    private static BenchTopics.Named decided(BenchTopics topics, int decisions) throws Exception {
        String prefix = "audit-" + decisions + ".";
        Path complete = topics.directory().resolve(prefix + "complete");
        if (Files.exists(complete)) {
            return topics.of(prefix);
        }
        BenchTopics.Named named = topics.prepare(prefix);
        named.traffic().publishSetUp();
        decide(named, decisions);
        Files.createFile(complete);
        return named;
    }

    private static void decide(BenchTopics.Named named, int decisions) throws Exception {
        try (Counter counter = new Counter(
                        named.config().bootstrapServers(), named.topics().decisions());
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            for (int i = 0; i < decisions; i += BATCH) {
                int count = Math.min(BATCH, decisions - i);
                named.traffic().publishTalks(i, count);
                counter.recordsPerSecond(count);
            }
        }
    }

    private static ObjectNode measure(GateConfig gate, int decisions) throws IOException, InterruptedException {
        Verbs verbs = new Verbs(
                HEAP,
                List.of(
                        "--bootstrap-servers",
                        gate.bootstrapServers(),
                        "--registry",
                        gate.registry(),
                        "--topic-prefix",
                        gate.topics().prefix()));
        Verbs.Took replay = verbs.run("replay", "--verify", "--application-id", gate.applicationId());
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
