package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Pace;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import dev.linewarden.streams.Rebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How long a gate is away whose state is that of a million people: with its state directory as it left it, without it (all of it
 * comes from the changelogs), the same under other settings of the consumer that reads them, and with a second instance that keeps a
 * copy and takes over when the first is killed. The broker works in this process, too.
 */
public final class RecoveryBench {

    private static final int PEOPLE = Integer.getInteger("bench.people", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 2);
    private static final Duration MOST_FILLING = Duration.ofSeconds(Integer.getInteger("bench.filling", 180));
    private static final int BATCH = 50_000;
    private static final int WRITTEN_BEFORE_A_KILL = 150_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String WARM = "state kept";
    private static final String LOST = "state lost";
    private static final Map<String, Map<String, String>> TUNED = tuned();
    private static final Map<String, String> TRANSACTIONAL = Map.of("enable.transactional.statestores", "true");

    private final BenchTopics.Named named;
    private final ChangelogSize changelogs;
    private final Map<String, List<Start>> starts = new LinkedHashMap<>();
    private int people;
    private int decisions;

    private RecoveryBench(BenchTopics.Named named) {
        this.named = named;
        this.changelogs = new ChangelogSize(named.config());
    }

    private static Map<String, Map<String, String>> tuned() {
        Map<String, Map<String, String>> tuned = new LinkedHashMap<>();
        tuned.put("... 10,000 rows a poll", Map.of("restore.consumer.max.poll.records", "10000"));
        tuned.put(
                "... and 8 MiB a partition",
                Map.of(
                        "restore.consumer.max.poll.records",
                        "10000",
                        "restore.consumer.max.partition.fetch.bytes",
                        "8388608"));
        return tuned;
    }

    /** One start of the gate, until it judges again. */
    private record Start(double seconds, double restoring, double coreSeconds, long rows) {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("recovery");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            RecoveryBench bench = new RecoveryBench(topics.prepare("recovery."));
            bench.fill();
            for (int round = 0; round < ROUNDS; round++) {
                bench.round(round);
            }
            bench.killed("killed", Map.of());
            bench.killed("killed, transactional state", TRANSACTIONAL);
            double takeover = bench.takeover();
            bench.report(takeover, Path.of(args[0]));
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    /** As many as there are to be, or as many as come to be known within the time. */
    private void fill() throws Exception {
        named.traffic().publishSetUp();
        long until = System.nanoTime() + MOST_FILLING.toNanos();
        try (Counter journal = new Counter(
                        named.config().bootstrapServers(),
                        List.of(named.topics().journal()));
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(PATIENCE);
            journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
            while (people < PEOPLE && System.nanoTime() < until) {
                int count = Math.min(BATCH, PEOPLE - people);
                named.traffic().publishPeople(people, count);
                journal.recordsPerSecond(count);
                people += count;
            }
            // Behind all of them in each journal: once these are decided, all is in the state.
            awaitOneForEachPool("filled");
        }
        System.out.printf(
                Locale.ROOT,
                "%,d people known: changelogs of %,d records and %,d MB, state directory of %,d MB%n",
                people + Traffic.RECIPIENTS,
                changelogs.records(),
                changelogs.bytes() >> 20,
                ChangelogSize.bytesBelow(named.config().stateDirectory()) >> 20);
    }

    private void awaitOneForEachPool(String name) {
        try (Counter decided =
                new Counter(named.config().bootstrapServers(), named.topics().decisions())) {
            named.traffic().publishOneForEachPool(name);
            decisions += Traffic.POOLS;
            decided.recordsPerSecond(decisions);
        }
    }

    private void round(int round) throws Exception {
        start(WARM, Map.of());
        List<String> order = new ArrayList<>(TUNED.keySet());
        order.add(0, LOST);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (String name : order) {
            Utils.delete(named.config().stateDirectory().toFile());
            start(name, TUNED.getOrDefault(name, Map.of()));
        }
    }

    private void start(String name, Map<String, String> settings) throws Exception {
        Seen seen = new Seen();
        CpuTime before = CpuTime.now();
        long began = System.nanoTime();
        try (GateRunner gate =
                GateRunner.start(config(settings, 0, named.config().stateDirectory()), Pace.REAL, seen)) {
            if (!gate.awaitRunning(PATIENCE)) {
                throw new IllegalStateException("not restored within " + PATIENCE);
            }
            Start start =
                    seen.start((System.nanoTime() - began) / 1e9, CpuTime.now().processMicrosSince(before, 1) / 1e6);
            starts.computeIfAbsent(name, first -> new ArrayList<>()).add(start);
            System.out.printf(
                    Locale.ROOT, "%-28s %6.1f s, %.1f s of a core%n", name, start.seconds(), start.coreSeconds());
        }
    }

    /** A gate that is killed after it has written more than fits into memory, and started again on the same machine. */
    private void killed(String name, Map<String, String> settings) throws Exception {
        GateConfig config = config(settings, 0, named.config().stateDirectory());
        try (GateProcess process = GateProcess.start(config)) {
            named.traffic().publishPeople(people, WRITTEN_BEFORE_A_KILL);
            people += WRITTEN_BEFORE_A_KILL;
            awaitOneForEachPool(name.length() + "killed");
            process.kill();
        }
        start(name, settings);
    }

    private GateConfig config(Map<String, String> settings, int standbys, Path stateDirectory) {
        GateConfig plain = named.config();
        return new GateConfig(
                plain.bootstrapServers(),
                plain.registry(),
                plain.applicationId(),
                plain.topics(),
                plain.partitions(),
                plain.threads(),
                standbys,
                stateDirectory,
                settings);
    }

    /** Rows and seconds of state that is rebuilt: partitions come one after another, or together. */
    private static final class Seen implements Rebuild.Watcher {
        private @Nullable Rebuild last;
        private long rows;
        private double seconds;

        @Override
        public synchronized void at(Rebuild rebuild) {
            last = rebuild;
        }

        @Override
        public synchronized void done() {
            if (last != null) {
                rows += last.rows();
                seconds += last.elapsed().toMillis() / 1e3;
                last = null;
            }
        }

        synchronized Start start(double seconds, double coreSeconds) {
            return new Start(seconds, this.seconds, coreSeconds, rows);
        }
    }

    /**
     * Seconds from the kill of the one that owns all pools to a decision in each pool by the other, which had a copy of all: ten of
     * them are the session that the group waits for.
     */
    private double takeover() throws Exception {
        Path copies = named.config().stateDirectory().resolveSibling("second");
        try (GateProcess first =
                        GateProcess.start(config(Map.of(), 1, named.config().stateDirectory()));
                GateRunner second = GateRunner.start(config(Map.of(), 1, copies))) {
            Standby.awaitCopyOf(named.config().partitions(), second.streams(), PATIENCE);
            awaitOneForEachPool("before");
            first.kill();
            long killed = System.nanoTime();
            awaitOneForEachPool("after");
            return (System.nanoTime() - killed) / 1e9;
        }
    }

    private void report(double takeover, Path file) throws Exception {
        double megabytes = changelogs.bytes() / 1e6;
        double megabytesARow = megabytes / changelogs.records();
        ObjectNode json = new ObjectMapper()
                .createObjectNode()
                .put("people", people + Traffic.RECIPIENTS)
                .put("changelog_records", changelogs.records())
                .put("changelog_megabytes", Math.round(megabytes))
                .put("state_megabytes", ChangelogSize.bytesBelow(named.config().stateDirectory()) / 1_000_000)
                .put("takeover_by_standby_seconds", takeover);
        System.out.printf(
                "%n%-28s%12s%12s%12s%12s%14s%n",
                "least of the rounds", "seconds", "restoring", "rows", "MB/s", "core us/row");
        starts.forEach((name, all) -> {
            double seconds = all.stream().mapToDouble(Start::seconds).min().orElseThrow();
            double restoring = all.stream().mapToDouble(Start::restoring).min().orElseThrow();
            double core = all.stream().mapToDouble(Start::coreSeconds).min().orElseThrow();
            long rows = all.get(0).rows();
            System.out.printf(Locale.ROOT, "%-28s%12.1f%12.1f", name, seconds, restoring);
            if (rows > 0) {
                System.out.printf(
                        Locale.ROOT, "%,12d%12.1f%14.1f", rows, rows * megabytesARow / restoring, core * 1e6 / rows);
            }
            System.out.printf("%n");
            json.putObject(name.replaceAll("[^a-zA-Z0-9]+", "_").replaceAll("^_", ""))
                    .put("seconds", seconds)
                    .put("restoring_seconds", restoring)
                    .put("core_seconds", core)
                    .put("rows", rows);
        });
        System.out.printf(Locale.ROOT, "%-28s%12.1f   with a session timeout of 10 s%n", "killed, a standby", takeover);
        json.put("restore_ratio_lost_to_kept", least(LOST) / least(WARM));
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }

    private double least(String name) {
        return Objects.requireNonNull(starts.get(name)).stream()
                .mapToDouble(Start::seconds)
                .min()
                .orElseThrow();
    }
}
