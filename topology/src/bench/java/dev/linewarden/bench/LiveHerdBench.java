package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.model.Pace;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.streams.GateRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.utils.Utils;

/**
 * A herd on the live gate: two hundred thousand strangers who wait for eight o'clock on two hundred lines of one pool, and replies at a
 * steady rate in that pool and in others, before eight and while the herd is released. How much longer a reply takes meanwhile, whether
 * each line's releases come in the order of their slots, and how many come a second. Once all of it is due at eight, and once each line
 * lets one go every so many milliseconds. {@link Variants} are measured behind the gate as it is.
 */
public final class LiveHerdBench {

    private static final int REQUESTS = Integer.getInteger("bench.requests", 200_000);
    private static final int PER_SECOND = Integer.getInteger("bench.rate", 200);
    private static final String[] GAPS =
            System.getProperty("bench.gaps", "0s,100ms").split(",", -1);
    private static final int BATCH = 50_000;
    private static final Duration TO_SETTLE = Duration.ofSeconds(Integer.getInteger("bench.settle", 40));
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration NIGHT = Duration.ofHours(6);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    // Of yesterday: a gate that runs ahead of its broker could not write what it decides.
    private final Instant eight =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)).plus(Duration.ofHours(8));
    private final HerdPool herd;
    private final String variant;
    private final BenchTopics.Named named;

    private LiveHerdBench(HerdPool herd, String variant) {
        this.herd = herd;
        this.variant = variant;
        this.named = herd.named();
    }

    /**
     * What came of one herd.
     *
     * @param gap with the name of the settings, where others were asked for
     */
    private record Figures(
            String gap,
            Histogram quietOwn,
            Histogram herdOwn,
            Histogram quietOthers,
            Histogram herdOthers,
            double seconds,
            double coreMicros,
            ReleaseOrder order) {

        double ratio(Histogram herd, Histogram quiet) {
            return (double) herd.getValueAtPercentile(99) / quiet.getValueAtPercentile(99);
        }
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>(Map.of("", Map.of()));
        settings.putAll(Variants.asked());
        List<Figures> all = new ArrayList<>();
        for (String gap : GAPS) {
            for (Map.Entry<String, Map<String, String>> variant : settings.entrySet()) {
                all.add(measured(gap, variant.getKey(), variant.getValue()));
            }
        }
        report(all, Path.of(args[0]));
    }

    private static Figures measured(String gap, String variant, Map<String, String> settings) throws Exception {
        Path directory = Files.createTempDirectory("live-herd");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            HerdPool herd = new HerdPool(topics.prepare("herd.", settings), gap);
            Figures figures = new LiveHerdBench(herd, variant).run();
            print(figures);
            return figures;
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private Figures run() throws Exception {
        fill();
        return release();
    }

    /** By night, on a gate of its own: by the time that it is done, it is not eight yet. */
    private void fill() throws Exception {
        try (Counter journal = new Counter(
                        named.config().bootstrapServers(),
                        List.of(named.topics().journal()));
                Counter deferred = new Counter(
                        named.config().bootstrapServers(),
                        List.of(named.topics().deferred()));
                GateRunner gate = start(eight.minus(NIGHT))) {
            gate.awaitRunning(PATIENCE);
            journal.recordsPerSecond(herd.setUp());
            for (int asked = 0; asked < REQUESTS; asked += BATCH) {
                int count = Math.min(BATCH, REQUESTS - asked);
                herd.ask(asked, count);
                deferred.recordsPerSecond(count);
            }
        }
    }

    private GateRunner start(Instant from) throws Exception {
        return GateRunner.start(named.config(), new Pace(Instant.now(), from, 1));
    }

    private Figures release() throws Exception {
        Duration before = TO_SETTLE.plus(WARM_UP).plus(QUIET);
        long eightComes = System.nanoTime() + before.toNanos();
        String broker = named.config().bootstrapServers();
        try (Counter journal = new Counter(broker, List.of(named.topics().journal()));
                Counter approved = new Counter(broker, SteadyReplies.read(named));
                GateRunner gate = start(eight.minus(before))) {
            gate.awaitRunning(PATIENCE);
            journal.rest(earlier -> {});
            named.traffic().publishSetUp();
            journal.recordsPerSecond(Traffic.SET_UP_RECORDS + herd.write());
            FlatBench.require(
                    System.nanoTime() < eightComes - WARM_UP.plus(QUIET).toNanos(),
                    "set up too late: give it longer by -Dbench.settle");
            try (SteadyReplies replies = new SteadyReplies(named, approved, PER_SECOND)) {
                replies.readUntil(eightComes);
                CpuTime spent = CpuTime.now();
                replies.readUntilReleased(REQUESTS, PATIENCE);
                double core = CpuTime.now().streamMicrosSince(spent, REQUESTS);
                replies.end(PATIENCE);
                return figures(replies, eightComes, core);
            }
        }
    }

    private Figures figures(SteadyReplies replies, long eightCame, double core) {
        long quiet = eightCame - QUIET.toNanos();
        // The last before eight are answered behind it.
        long quietEnd = eightCame - Duration.ofSeconds(1).toNanos();
        long end = replies.lastRelease();
        return new Figures(
                variant.isEmpty() ? herd.gap() : herd.gap() + " " + variant,
                replies.between(quiet, quietEnd, true),
                replies.between(eightCame, end, true),
                replies.between(quiet, quietEnd, false),
                replies.between(eightCame, end, false),
                (end - eightCame) / 1e9,
                core,
                ReleaseOrder.of(named));
    }

    private static void print(Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "%n%,d due at eight, a line lets one go each %s: released in %.1f s, %,.0f a second, %.1f us of stream threads each%n"
                        + "%,d out of order, %.3f decisions to wait each, decided behind their slots p50 %,d ms, p99 %,d ms%n",
                REQUESTS,
                figures.gap(),
                figures.seconds(),
                REQUESTS / figures.seconds(),
                figures.coreMicros(),
                figures.order().inversions(),
                (double) figures.order().deferrals() / REQUESTS,
                figures.order().lateMillis().getValueAtPercentile(50),
                figures.order().lateMillis().getValueAtPercentile(99));
        print("replies of its pool, quiet", figures.quietOwn());
        print("... while it is released", figures.herdOwn());
        print("of other pools, quiet", figures.quietOthers());
        print("... while it is released", figures.herdOthers());
        System.out.printf(
                Locale.ROOT,
                "p99 while it is released: %.2f times the quiet one in its pool, %.2f in others%n",
                figures.ratio(figures.herdOwn(), figures.quietOwn()),
                figures.ratio(figures.herdOthers(), figures.quietOthers()));
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %,9d   p50 %8.1f ms   p99 %8.1f ms   p99.9 %8.1f ms   max %8.1f ms%n",
                what,
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }

    private static void report(List<Figures> all, Path file) throws Exception {
        ObjectNode json =
                new ObjectMapper().createObjectNode().put("requests", REQUESTS).put("replies_per_second", PER_SECOND);
        for (Figures figures : all) {
            ObjectNode own = json.putObject("gap_" + figures.gap().replace(' ', '_'))
                    .put("releases_per_second", Math.round(REQUESTS / figures.seconds()))
                    .put("out_of_order", figures.order().inversions())
                    .put("decisions_to_wait", figures.order().deferrals())
                    .put("stream_micros_per_release", figures.coreMicros())
                    .put("late_p99_ms", figures.order().lateMillis().getValueAtPercentile(99))
                    .put("p99_ratio_to_quiet", figures.ratio(figures.herdOwn(), figures.quietOwn()))
                    .put(
                            "p99_ratio_to_quiet_in_other_pools",
                            figures.ratio(figures.herdOthers(), figures.quietOthers()));
            put(own.putObject("quiet"), figures.quietOwn());
            put(own.putObject("while_released"), figures.herdOwn());
            put(own.putObject("quiet_in_other_pools"), figures.quietOthers());
            put(own.putObject("while_released_in_other_pools"), figures.herdOthers());
        }
        Rounds.save(json, file);
        System.out.println("written to " + file);
    }

    private static void put(ObjectNode json, Histogram histogram) {
        json.put("replies", histogram.getTotalCount());
        for (double percentile : new double[] {50, 99, 99.9}) {
            json.put("p" + percentile + "_ms", histogram.getValueAtPercentile(percentile) / 1e3);
        }
    }
}
