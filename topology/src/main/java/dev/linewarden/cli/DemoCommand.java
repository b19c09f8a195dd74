package dev.linewarden.cli;

import dev.linewarden.app.EmbeddedStack;
import dev.linewarden.app.GateHttp;
import dev.linewarden.app.Shutdown;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.TopicReader;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Pace;
import dev.linewarden.demo.Fleet;
import dev.linewarden.demo.Scoreboard;
import dev.linewarden.demo.Story;
import dev.linewarden.embedded.DataDirectory;
import dev.linewarden.embedded.Ports;
import dev.linewarden.http.Logins;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Severity;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in one process, and something to watch. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts Kafka, registry, gate and a simulated fleet in one process, and shows what is decided.",
        footer = {
            "",
            "Examples:",
            "  linewarden demo",
            "  linewarden demo --for 60 --speed 1440      # a day in a minute, for a minute"
        })
final class DemoCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int PARTITIONS = 4;
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final int FASTEST = 1440;
    // Less than what topics keep, or the beginning would be gone while one watches.
    private static final Duration DAYS_AHEAD = Duration.ofDays(27);
    private static final Duration MORNING = Duration.ofHours(15);
    private static final long REDRAW_MS = 500;
    private static final long LINE_EVERY_MS = 5_000;
    private static final int STORY_LINES = 6;
    private static final String CLEAR_DOWN = "\u001b[J";

    @Spec
    private CommandSpec spec;

    @Option(names = "--for", paramLabel = "SECONDS", description = "Stop after so many seconds (default: at Ctrl-C).")
    private @Nullable Integer seconds;

    @Option(names = "--seed", defaultValue = "1", description = "Another fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "144",
            description = "How fast the fleet's days pass (default: ${DEFAULT-VALUE}, a day in ten minutes).")
    private double speed;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Keep the data here (default: a temporary folder).")
    private @Nullable Path dataDirectory;

    @Option(names = "--kafka-port", description = "Default: 9092 when it is free.")
    private @Nullable Integer kafkaPort;

    @Option(names = "--registry-port", description = "Default: 8081 when it is free.")
    private @Nullable Integer registryPort;

    @Option(names = "--http-port", description = "Default: 8080 when it is free.")
    private @Nullable Integer httpPort;

    @Override
    public Integer call() throws Exception {
        if (seconds != null && seconds < 1) {
            throw Problem.usage("--for must be at least 1");
        }
        if (!(speed >= 1 && speed <= FASTEST)) {
            throw Problem.usage("--speed is between 1 and " + FASTEST + ", a day in a minute");
        }
        if (dataDirectory != null && Files.exists(dataDirectory.resolve("kafka"))) {
            throw Problem.usage("--data-dir " + dataDirectory + " holds another day already: name an empty folder");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Shutdown shutdown = new Shutdown()) {
            out.println("starting Kafka, registry and gate ...");
            out.flush();
            Path data = dataDirectory == null ? temporaryDirectory(shutdown) : dataDirectory;
            Topics topics = new Topics("");
            EmbeddedStack stack = shutdown.add(startStack(data, topics));
            // Not before: the broker takes its seconds, and at full speed they are hours of the morning.
            Pace pace = pace();
            int http = port(httpPort, 8080, "HTTP", "--http-port");
            GateRunner gate = shutdown.add(startGate(stack, topics, pace, http));
            GateHttp page = shutdown.add(GateHttp.start(gate, LOOPBACK, http, Logins.NONE));
            if (!gate.awaitRunning(START_WITHIN)) {
                throw Problem.found("the gate did not start within " + START_WITHIN.toMinutes() + " minutes");
            }
            out.println("kafka " + stack.bootstrapServers() + "   registry " + stack.registryUrl() + "   api "
                    + page.url() + "/openapi");
            out.println("watch it in a browser:  " + page.url() + "/");
            out.println("look inside from another terminal:  ./linewarden tail approved rejected --bootstrap-servers "
                    + stack.bootstrapServers() + " --registry " + stack.registryUrl());
            out.println();
            out.flush();
            watch(stack, topics, pace, shutdown, out);
        }
        return 0;
    }

    private EmbeddedStack startStack(Path data, Topics topics) throws IOException, InterruptedException {
        try {
            return EmbeddedStack.start(
                    data,
                    port(kafkaPort, 9092, "Kafka", "--kafka-port"),
                    port(registryPort, 8081, "the registry", "--registry-port"),
                    topics,
                    PARTITIONS);
        } catch (DataDirectory.UnusableException unusable) {
            throw Problem.found(String.valueOf(unusable.getMessage()));
        }
    }

    private static GateRunner startGate(EmbeddedStack stack, Topics topics, Pace pace, int http)
            throws InterruptedException {
        try {
            return GateRunner.start(
                    new GateConfig(
                            stack.bootstrapServers(),
                            stack.registryUrl(),
                            GateConfig.DEFAULT_APPLICATION_ID,
                            topics,
                            PARTITIONS,
                            1,
                            0,
                            stack.stateDirectory(),
                            Map.of(
                                    "auto.register.schemas",
                                    "false",
                                    StreamsConfig.APPLICATION_SERVER_CONFIG,
                                    LOOPBACK + ":" + http)),
                    pace);
        } catch (GateRunner.UnfitTopicsException unfit) {
            throw Problem.found(String.valueOf(unfit.getMessage()));
        }
    }

    /** The port that was asked for, or the usual one, or any when that is taken. */
    private static int port(@Nullable Integer wanted, int usual, String purpose, String option) {
        try {
            Ports.requireFree(wanted == null ? usual : wanted, purpose, option);
            return wanted == null ? usual : wanted;
        } catch (Ports.OccupiedException occupied) {
            if (wanted != null) {
                throw Problem.found(String.valueOf(occupied.getMessage()));
            }
            return Ports.free();
        }
    }

    /** Begins on an American morning so long ago that the fleet's days fit between then and now. */
    private Pace pace() {
        Instant now = Instant.now();
        Instant morning = now.truncatedTo(ChronoUnit.DAYS).minus(DAYS_AHEAD).plus(MORNING);
        return new Pace(now, morning, speed);
    }

    private static Path temporaryDirectory(Shutdown shutdown) throws IOException {
        Path directory = Files.createTempDirectory("linewarden-demo");
        shutdown.add(() -> Utils.delete(directory.toFile()));
        return directory;
    }

    private void watch(EmbeddedStack stack, Topics topics, Pace pace, Shutdown shutdown, PrintWriter out) {
        Cluster cluster = new Cluster(stack.bootstrapServers(), stack.registryUrl(), Map.of(), topics);
        Scoreboard scoreboard = new Scoreboard();
        Story story = new Story();
        Fleet fleet = shutdown.add(new Fleet(cluster.producer(), topics, seed, () -> pace.at(Instant.now()), story));
        RecordDeserializer deserializer = cluster.deserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.follower()) {
            Screen screen = new Screen(out, scoreboard, fleet, story, pace);
            long end = seconds == null
                    ? Long.MAX_VALUE
                    : System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            fleet.start();
            List<String> watched = new ArrayList<>(topics.decisions());
            watched.add(topics.alerts());
            new TopicReader(consumer, watched)
                    .followUntil(end, record -> take(record, deserializer, scoreboard, fleet, story), screen::refresh);
            screen.finish();
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record,
            RecordDeserializer deserializer,
            Scoreboard scoreboard,
            Fleet fleet,
            Story story) {
        SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
        if (value instanceof Alert alert && alert.getSeverity() == Severity.CRITICAL) {
            story.tell(alert);
        }
        if (value instanceof Decision decision) {
            scoreboard.count(decision);
            if (decision.getOutcome() == Outcome.APPROVED) {
                fleet.approved(decision);
            }
        }
    }

    /** Redraws in place on a terminal, else prints a line now and then. */
    private static final class Screen {
        private final PrintWriter out;
        private final Scoreboard scoreboard;
        private final Fleet fleet;
        private final Story story;
        private final Pace pace;
        private final boolean terminal = Terminal.isInteractive();
        private int drawn;
        private int told;
        private long last;

        Screen(PrintWriter out, Scoreboard scoreboard, Fleet fleet, Story story, Pace pace) {
            this.out = out;
            this.scoreboard = scoreboard;
            this.fleet = fleet;
            this.story = story;
            this.pace = pace;
        }

        void refresh() {
            if (!terminal) {
                List<String> news = story.since(told);
                news.forEach(line -> out.println("  " + line));
                told += news.size();
            }
            long now = System.nanoTime() / 1_000_000;
            if (now - last < (terminal ? REDRAW_MS : LINE_EVERY_MS)) {
                return;
            }
            last = now;
            if (terminal) {
                draw();
            } else {
                out.println(time() + "  " + scoreboard.line());
            }
            out.flush();
        }

        private String time() {
            return pace.at(Instant.now()).toString().substring(0, 16).replace('T', ' ') + " UTC";
        }

        private List<String> page() {
            List<String> page = new ArrayList<>();
            page.add("it is " + time());
            page.addAll(scoreboard.page());
            page.add("");
            page.add("what happened");
            story.latest(STORY_LINES).forEach(line -> page.add("  " + line));
            page.add("");
            page.addAll(fleet.flags());
            return page;
        }

        private void draw() {
            List<String> page = page();
            if (drawn > 0) {
                out.print("\u001b[" + drawn + "F" + CLEAR_DOWN);
            }
            page.forEach(line -> out.println(Terminal.fit(line)));
            drawn = page.size();
        }

        void finish() {
            if (terminal) {
                draw();
            } else {
                page().forEach(out::println);
            }
            out.flush();
        }
    }
}
