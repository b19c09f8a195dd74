package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How long a request is under way, from the time at which it was to be published to its committed decision, at a thousand a second
 * and one at a time; and the same for a bare exactly-once pass-through on the same broker. Measured from the time at which each
 * was to be sent, so that a stall counts for all that it held up (no coordinated omission).
 */
public final class LatencyBench {

    private static final int PER_SECOND = Integer.getInteger("bench.rate", 1_000);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final int SINGLE_PER_SECOND = 2;

    private LatencyBench() {}

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("latency");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics bench = new BenchTopics(kafka, registry, directory);
            Figures passThrough = passThrough(bench);
            Figures gate = gate(bench);
            report(gate, passThrough, Path.of(args[0]));
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    /**
     * What was measured.
     *
     * @param busy at a thousand a second
     * @param single at two a second: each alone
     */
    private record Figures(Histogram busy, Histogram single) {}

    private static Figures passThrough(BenchTopics bench) throws Exception {
        BenchTopics.Named named = bench.prepare("pass.");
        KafkaStreams streams = PassThrough.start(named.config());
        try {
            return measure(named, List.of(PassThrough.output(named.topics())));
        } finally {
            streams.close();
        }
    }

    private static Figures gate(BenchTopics bench) throws Exception {
        BenchTopics.Named named = bench.prepare("gate.");
        named.traffic().publishSetUp();
        try (Counter journal = new Counter(
                        bench.kafka().bootstrapServers(), List.of(named.topics().journal()));
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(1));
            journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
            return measure(named, named.topics().decisions());
        }
    }

    private static Figures measure(BenchTopics.Named named, List<String> outputs) throws InterruptedException {
        try (Timed timed = new Timed(named.traffic(), outputs)) {
            timed.run(PER_SECOND, WARM_UP);
            return new Figures(timed.run(PER_SECOND, MEASURED), timed.run(SINGLE_PER_SECOND, MEASURED));
        }
    }

    private static void report(Figures gate, Figures passThrough, Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode().put("requests_per_second", PER_SECOND);
        print("", json.putObject("busy"), gate.busy(), passThrough.busy());
        print(" alone", json.putObject("alone"), gate.single(), passThrough.single());
        double ratio = ratio(gate.busy(), passThrough.busy());
        json.put("latency_p99_ratio_to_pass_through", ratio);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        System.out.printf(Locale.ROOT, "latency_p99_ratio_to_pass_through %.2f   written to %s%n", ratio, file);
    }

    private static double ratio(Histogram gate, Histogram passThrough) {
        return (double) gate.getValueAtPercentile(99) / passThrough.getValueAtPercentile(99);
    }

    private static void print(String when, ObjectNode json, Histogram gate, Histogram passThrough) {
        print("gate" + when, json.putObject("gate"), gate);
        print("pass-through" + when, json.putObject("pass_through"), passThrough);
    }

    private static void print(String what, ObjectNode json, Histogram histogram) {
        for (double percentile : new double[] {50, 99, 99.9}) {
            json.put("p" + percentile + "_ms", histogram.getValueAtPercentile(percentile) / 1000.0);
        }
        System.out.printf(
                Locale.ROOT,
                "%-20s p50 %7.1f ms   p99 %7.1f ms   p99.9 %7.1f ms   max %7.1f ms%n",
                what,
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                histogram.getValueAtPercentile(99.9) / 1000.0,
                histogram.getMaxValue() / 1000.0);
    }
}
