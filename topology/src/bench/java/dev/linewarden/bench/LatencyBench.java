package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateRunner;
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
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long a request is under way, from the time at which it was to be published to its committed decision, at a thousand a second
 * and one at a time; and the same for a bare exactly-once pass-through and for the gate's hops and stores without its logic, on the
 * same broker and in turn, round by round; the first round warms the JVM up and is not counted. Measured from the time at which each was to be sent, so that a stall counts for all that
 * it held up (no coordinated omission).
 */
public final class LatencyBench {

    private static final int PER_SECOND = Integer.getInteger("bench.rate", 1_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 4);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(12);
    private static final int SINGLE_PER_SECOND = 2;
    // As often as the gate commits that keeps up: they know nothing of when to commit.
    private static final Map<String, String> OFTEN = Map.of("commit.interval.ms", "100");
    private static final Map<String, Map<String, String>> VARIANTS = Variants.asked();
    private static final String PASS_THROUGH = "pass-through";
    private static final String NO_LOGIC = "no logic";
    private static final String GATE = "gate";

    private final BenchTopics bench;
    private final StoreWork work;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private LatencyBench(BenchTopics bench, StoreWork work) {
        this.bench = bench;
        this.work = work;
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("latency");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            LatencyBench latency = new LatencyBench(new BenchTopics(kafka, registry, directory), StoreWork.ofAReply());
            for (int round = 0; round < ROUNDS; round++) {
                latency.round(round);
            }
            latency.report(Path.of(args[0]));
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    /**
     * What was measured, over all rounds.
     *
     * @param busy at a thousand a second
     * @param single at two a second: each alone
     * @param busyOfRounds one for each round
     */
    private record Figures(Histogram busy, Histogram single, List<Histogram> busyOfRounds) {

        Figures() {
            this(new Histogram(3), new Histogram(3), new ArrayList<>());
        }
    }

    /** One that is measured. */
    private interface Contender {
        void run() throws Exception;
    }

    private void round(int round) throws Exception {
        List<Contender> order = new ArrayList<>(
                List.of(() -> passThrough(round), () -> noLogic(round), () -> gate(GATE, round, Map.of())));
        VARIANTS.forEach((name, settings) -> order.add(() -> gate(GATE + " " + name, round, settings)));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (Contender contender : order) {
            contender.run();
        }
    }

    private void passThrough(int round) throws Exception {
        BenchTopics.Named named = bench.prepare("pass" + round + ".", OFTEN);
        KafkaStreams streams = PassThrough.start(named.config());
        try (Timed timed = new Timed(
                named.traffic(), List.of(PassThrough.output(named.topics())), Timed.ofRecords(named.traffic()))) {
            measure(PASS_THROUGH, timed);
        } finally {
            streams.close();
        }
    }

    private void noLogic(int round) throws Exception {
        BenchTopics.Named named = bench.prepare("plain" + round + ".", OFTEN);
        KafkaStreams streams = NoLogic.start(named.config(), work);
        try (Timed timed = new Timed(named.traffic(), List.of(named.topics().approved()), NoLogic::numberOf)) {
            measure(NO_LOGIC, timed);
        } finally {
            streams.close();
        }
    }

    private void gate(String name, int round, Map<String, String> settings) throws Exception {
        BenchTopics.Named named = bench.prepare(name.replace(' ', '-') + round + ".", settings);
        named.traffic().publishSetUp();
        try (Counter journal = new Counter(
                        bench.kafka().bootstrapServers(), List.of(named.topics().journal()));
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
            try (Timed timed =
                    new Timed(named.traffic(), named.topics().decisions(), Timed.ofRecords(named.traffic()))) {
                measure(name, timed);
            }
        }
    }

    private void measure(String name, Timed timed) throws InterruptedException {
        timed.run(PER_SECOND, WARM_UP);
        Figures own = figures.get(name);
        if (own == null) {
            figures.put(name, new Figures());
            return;
        }
        Histogram busy = timed.run(PER_SECOND, MEASURED);
        own.busyOfRounds().add(busy);
        own.busy().add(busy);
        own.single().add(timed.run(SINGLE_PER_SECOND, MEASURED));
        print(name, busy);
    }

    private void report(Path file) throws Exception {
        ObjectNode json = new ObjectMapper().createObjectNode().put("requests_per_second", PER_SECOND);
        ObjectNode busy = json.putObject("busy");
        ObjectNode alone = json.putObject("alone");
        System.out.println();
        figures.forEach((name, own) -> {
            print(name, own.busy());
            put(busy.putObject(name.replace('-', '_').replace(' ', '_')), own.busy());
        });
        figures.forEach((name, own) -> {
            print(name + ", alone", own.single());
            put(alone.putObject(name.replace('-', '_').replace(' ', '_')), own.single());
        });
        report("latency_p99_ratio_to_pass_through", GATE, PASS_THROUGH, json);
        report("latency_p99_ratio_to_no_logic", GATE, NO_LOGIC, json);
        VARIANTS.keySet().forEach(name -> report("latency_p99_ratio_of_" + name, GATE + " " + name, GATE, json));
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }

    /** The median of the rounds' ratios under the name, the worst beside it. */
    private void report(String name, String contender, String to, ObjectNode json) {
        List<Histogram> own = Objects.requireNonNull(figures.get(contender)).busyOfRounds();
        List<Histogram> other = Objects.requireNonNull(figures.get(to)).busyOfRounds();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add((double) own.get(round).getValueAtPercentile(99)
                    / other.get(round).getValueAtPercentile(99));
        }
        json.put(name, Rounds.median(ratios)).put(name + "_maximum", Collections.max(ratios));
        System.out.printf(
                Locale.ROOT,
                "%-36s %8.2f median %8.2f maximum%n",
                name,
                Rounds.median(ratios),
                Collections.max(ratios));
    }

    private static void put(ObjectNode json, Histogram histogram) {
        for (double percentile : new double[] {50, 99, 99.9}) {
            json.put("p" + percentile + "_ms", histogram.getValueAtPercentile(percentile) / 1000.0);
        }
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf(
                Locale.ROOT,
                "%-24s p50 %7.1f ms   p99 %7.1f ms   p99.9 %7.1f ms   max %7.1f ms%n",
                what,
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                histogram.getValueAtPercentile(99.9) / 1000.0,
                histogram.getMaxValue() / 1000.0);
    }
}
