package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.IntakeBarrier;
import dev.linewarden.client.Publisher;
import dev.linewarden.hints.Nearest;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.simulate.EventLines;
import dev.linewarden.simulate.EventReader;
import dev.linewarden.simulate.EventReader.BrokenLineException;
import dev.linewarden.simulate.EventReader.TimedEvent;
import dev.linewarden.simulate.Retiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** JSON lines into topics. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Sends JSON lines to an input topic; `publish events` sends each line where it belongs.",
        footer = {
            "",
            "Examples:",
            "  linewarden publish outbound-requests requests.jsonl",
            "  linewarden publish events events.jsonl --now",
            "  echo '{\"kind\": \"CANCEL\", \"request_id\": \"r-1\"}' | linewarden publish commands"
        })
final class PublishCommand implements Callable<Integer> {

    private static final String EVENTS = "events";
    private static final String STANDARD_INPUT = "standard input";
    // What a progress bar takes for a length that nobody knows.
    private static final long UNKNOWN = -1;
    private static final List<String> TARGETS =
            List.of(EVENTS, "outbound-requests", "conversation-events", "lines", "policies", "commands");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Parameters(
            index = "0",
            paramLabel = "TOPIC",
            description = "events, outbound-requests, conversation-events, lines, policies or commands",
            completionCandidates = TopicNames.Inputs.class)
    private String target;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "JSON lines; standard input without it")
    private @Nullable Path file;

    @Option(
            names = "--application-id",
            defaultValue = "linewarden",
            description = "The gate's application id: lines and policies of an events file are awaited there before the"
                    + " requests that need them are sent.")
    private String applicationId;

    @Option(names = "--now", description = "Publish as of now: an old trace would be long past its deadlines.")
    private boolean now;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!TARGETS.contains(target)) {
            throw Problem.usage("'" + target + "' is no input" + Nearest.hint(target, TARGETS));
        }
        // A broken line must not leave half a file published.
        long expected = file == null ? UNKNOWN : read(file, record -> {});
        long sent = publish(expected);
        spec.commandLine().getErr().println("published " + sent + " records");
        return 0;
    }

    private interface Sink {
        void take(SpecificRecord record) throws InterruptedException;
    }

    private long publish(long expected) throws IOException, InterruptedException {
        Cluster cluster = options.cluster();
        try (Publisher publisher = new Publisher(cluster);
                IntakeBarrier barrier = new IntakeBarrier(cluster, applicationId);
                ProgressBar bar = Terminal.ratedBar("publish", expected)) {
            Setup setup = new Setup();
            long sent = read(file, record -> {
                if (setup.endsWith(record)) {
                    publisher.flush();
                    awaitSetupTaken(barrier);
                }
                publisher.send(now ? Retiming.asOf(record, Instant.now()) : record);
                bar.step();
            });
            publisher.flush();
            return sent;
        }
    }

    private void awaitSetupTaken(IntakeBarrier barrier) throws InterruptedException {
        if (!barrier.awaitSetupTaken()) {
            Linewarden.print(
                    spec.commandLine(), "no gate has taken the lines and policies yet; going on without waiting");
        }
    }

    /** Lines and policies at the head of a file go first, on topics of their own. */
    private final class Setup {
        private boolean pending;

        boolean endsWith(SpecificRecord record) {
            boolean isSetup = record instanceof LineUpdate || record instanceof PolicyUpdate;
            boolean ended = pending && !isSetup && target.equals(EVENTS);
            pending = isSetup;
            return ended;
        }
    }

    private long read(@Nullable Path from, Sink sink) throws IOException, InterruptedException {
        EventReader reader = new EventReader(from == null ? STANDARD_INPUT : from.toString());
        long count = 0;
        try (EventLines lines = open(from)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                TimedEvent event = target.equals(EVENTS) ? reader.read(line) : reader.readRecord(line, typeOf(target));
                if (event != null && event.event() != null) {
                    sink.take(event.event());
                    count++;
                }
            }
        } catch (BrokenLineException broken) {
            throw Problem.found(broken.getMessage()
                    + (from == null
                            ? "; the " + count + " records before it were published"
                            : "; nothing was published"));
        }
        return count;
    }

    private static EventLines open(@Nullable Path path) throws IOException {
        if (path == null) {
            return new EventLines(System.in, STANDARD_INPUT);
        }
        Problem.requireReadable("", path);
        return new EventLines(Files.newInputStream(path), path.toString());
    }

    private static String typeOf(String topic) {
        return switch (topic) {
            case "outbound-requests" -> "request";
            case "conversation-events" -> "conversation";
            case "lines" -> "line";
            case "policies" -> "policy";
            default -> "command";
        };
    }
}
