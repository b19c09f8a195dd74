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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What the verbs that look back take over a million and over five million decisions of a real gate, each for a message to one
 * of as many people as there are four messages: time, time of a core and the most memory, each in a process of its own. The
 * policies that are asked about hold nearly all of it back, for minutes to hours. The broker works on the same machine. Topics
 * that {@code bench.directory} holds from an earlier run are measured again; {@code bench.verbs} names some of the verbs. There,
 * {@code bench.minutes} bounds how long decisions are made: a later run goes on with what is missing.
 */
public final class AuditBench {

    private static final String DECISIONS = System.getProperty("bench.decisions", "1000000,5000000");
    private static final String HEAP = System.getProperty("bench.heap", "-Xmx512m");
    private static final @Nullable String KEPT = System.getProperty("bench.directory");
    private static final @Nullable String VERBS = System.getProperty("bench.verbs");
    private static final int A_WEEK = 7 * 24 * 60;
    private static final int MINUTES = Integer.getInteger("bench.minutes", A_WEEK);
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
                if (named != null) {
                    figures.add(measure(named.config(), decisions, end(directory, decisions)));
                }
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

    /** Topics with so many decisions; null when the time for making them was over before. */
    private static BenchTopics.@Nullable Named decided(BenchTopics topics, int decisions) throws Exception {
        String prefix = prefix(decisions);
        Path progress = progress(topics.directory(), decisions);
        boolean isBegun = Files.exists(progress);
        BenchTopics.Named named = isBegun ? topics.of(prefix) : topics.prepare(prefix);
        if (!isBegun) {
            named.traffic().publishSetUp();
            Files.writeString(progress, "0");
        }
        decide(named, decisions, progress);
        return decidedSoFar(progress) < decisions ? null : named;
    }

    private static String prefix(int decisions) {
        return "audit-" + decisions + ".";
    }

    private static Path progress(Path directory, int decisions) {
        return directory.resolve(prefix(decisions) + "decided");
    }

    /** When the last of them was made. */
    private static Instant end(Path directory, int decisions) throws IOException {
        return Files.getLastModifiedTime(progress(directory, decisions)).toInstant();
    }

    private static int decidedSoFar(Path progress) throws IOException {
        return Integer.parseInt(Files.readString(progress));
    }

    private static void decide(BenchTopics.Named named, int decisions, Path progress) throws Exception {
        int done = decidedSoFar(progress);
        if (done == decisions) {
            return;
        }
        Instant until = Instant.now().plus(Duration.ofMinutes(MINUTES));
        try (Counter counter = new Counter(
                        named.config().bootstrapServers(), named.topics().decisions());
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            counter.recordsPerSecond(done);
            while (done < decisions && Instant.now().isBefore(until)) {
                int count = Math.min(BATCH, decisions - done);
                named.traffic().publishTalks(done, count);
                counter.recordsPerSecond(count);
                done += count;
                Files.writeString(progress, Integer.toString(done));
            }
        }
    }

    /**
     * A verb's name here, and its arguments; what reads from a cache comes behind what fills it.
     *
     * @param end when the last decision was made
     * @param directory for what verbs leave behind
     */
    private static Map<String, List<String>> verbs(GateConfig gate, int decisions, Instant end, Path directory)
            throws IOException {
        String gates = gate.applicationId();
        String late = "talk" + (decisions - 1);
        String line = "line-pool-1-1";
        String cache = directory.resolve("cache").toString();
        Map<String, List<String>> verbs = new LinkedHashMap<>();
        verbs.put("replay --verify", List.of("replay", "--verify", "--application-id", gates));
        verbs.put("audit", List.of("audit"));
        verbs.put("replay --policy", List.of("replay", "--policy", tighter(directory), "--application-id", gates));
        verbs.put("replay --set", List.of("replay", "--set", "burst.max=30,40", "--application-id", gates));
        verbs.put("explain", List.of("explain", late));
        verbs.put("explain the first", List.of("explain", "talk0"));
        verbs.put("explain --why-not", List.of("explain", late, "--why-not"));
        verbs.put("state --at", List.of("state", "line:" + line, "--at", end.toString()));
        verbs.put("review --at", List.of("review", line, "--at", end.toString()));
        verbs.put("sql", List.of("sql", "--query", "verdicts", "--csv", "--cache", cache));
        verbs.put("sql again", List.of("sql", "--query", "promises-kept", "--csv", "--cache", cache));
        String parquet = directory.resolve("parquet").toString();
        verbs.put("export", List.of("export", parquet, "--today", "--cache", cache));
        return verbs;
    }

    /** A policy that holds most of it back. */
    private static String tighter(Path directory) throws IOException {
        Path policy = directory.resolve("tighter.yaml");
        Files.writeString(policy, Traffic.POLICY.replace("burst: {max: 1000000}", "burst: {max: 60}"));
        return policy.toString();
    }

    private static ObjectNode measure(GateConfig gate, int decisions, Instant end)
            throws IOException, InterruptedException {
        Verbs verbs = new Verbs(
                HEAP,
                List.of(
                        "--bootstrap-servers",
                        gate.bootstrapServers(),
                        "--registry",
                        gate.registry(),
                        "--topic-prefix",
                        gate.topics().prefix()));
        ObjectNode figures = new ObjectMapper().createObjectNode().put("decisions", decisions);
        Path directory = Files.createTempDirectory("audit-bench");
        for (Map.Entry<String, List<String>> verb :
                verbs(gate, decisions, end, directory).entrySet()) {
            if (VERBS != null && !List.of(VERBS.split(",", -1)).contains(verb.getKey())) {
                continue;
            }
            Verbs.Took took = verbs.run(verb.getValue().toArray(new String[0]));
            System.out.printf(
                    Locale.ROOT,
                    "%,9d decisions: %-17s %4.0f s, %5.0f s of a core (%,.0f a second), %.2f GB at most%n",
                    decisions,
                    verb.getKey(),
                    took.seconds(),
                    took.cores(),
                    decisions / took.seconds(),
                    took.gigabytes());
            figures.set(verb.getKey(), took.json());
        }
        Utils.delete(directory.toFile());
        return figures;
    }
}
