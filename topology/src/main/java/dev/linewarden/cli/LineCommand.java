package dev.linewarden.cli;

import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.LineUpdate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adding a line, and telling the gate how it is. */
@Command(
        name = "line",
        mixinStandardHelpOptions = true,
        description = "Adds a line to a pool, or changes its status.",
        subcommands = {LineCommand.Add.class, LineCommand.SetStatus.class})
final class LineCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw Problem.usage("line: say `line add LINE --server SERVER` or `line status LINE STATUS`");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a line, ACTIVE.")
    static final class Add implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions cluster;

        @Parameters(paramLabel = "LINE")
        private String line;

        @Option(names = "--server", required = true, description = "The server that it runs on.")
        private String server;

        @Option(names = "--pool", defaultValue = "default", description = "Default: default.")
        private String pool;

        @Option(names = "--activated-at", paramLabel = "TIME", description = "Start of its warm-up.")
        private @Nullable String activatedAt;

        @Option(names = "--note")
        private @Nullable String note;

        @Override
        public Integer call() {
            publish(
                    cluster,
                    new LineUpdate(pool, line, server, LineStatus.ACTIVE, time(activatedAt), Instant.now(), note));
            spec.commandLine().getOut().println("added " + line + " on " + server + " to pool " + pool);
            return 0;
        }

        private static @Nullable Instant time(@Nullable String text) {
            try {
                return text == null ? null : AvroJson.time(text);
            } catch (DateTimeException noTime) {
                throw Problem.usage("--activated-at '" + text + "' is not a time such as 2026-03-02T18:00:00Z");
            }
        }
    }

    @Command(name = "status", mixinStandardHelpOptions = true, description = "Tells the gate how a line is.")
    static final class SetStatus implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ClusterOptions cluster;

        @Parameters(index = "0", paramLabel = "LINE")
        private String line;

        @Parameters(index = "1", paramLabel = "STATUS", description = "${COMPLETION-CANDIDATES}")
        private LineStatus status;

        @Option(names = "--note")
        private @Nullable String note;

        @Override
        public Integer call() {
            LineUpdate known;
            try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
                known = LinesCommand.latest(cluster, consumer).get(line);
            }
            if (known == null) {
                throw Problem.found("there is no line " + line + ": see `linewarden lines`, or add it with `line add`");
            }
            publish(
                    cluster,
                    new LineUpdate(
                            known.getPool(),
                            line,
                            known.getServer(),
                            status,
                            known.getActivatedAt(),
                            Instant.now(),
                            note));
            spec.commandLine().getOut().println(line + " was " + known.getStatus() + " and is " + status);
            return 0;
        }
    }

    private static void publish(ClusterOptions cluster, LineUpdate update) {
        try (Publisher publisher = new Publisher(cluster)) {
            publisher.send(update);
            publisher.flush();
        }
    }
}
