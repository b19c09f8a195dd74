package dev.linewarden.cli;

import dev.linewarden.app.EmbeddedStack;
import dev.linewarden.app.GateHttp;
import dev.linewarden.app.OwnAddress;
import dev.linewarden.app.Shutdown;
import dev.linewarden.client.Cluster;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Pace;
import dev.linewarden.embedded.DataDirectory;
import dev.linewarden.embedded.ForgettingKey;
import dev.linewarden.embedded.Ports;
import dev.linewarden.http.Logins;
import dev.linewarden.http.Oidc;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The gate, until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the gate against a cluster, or with --embedded against a broker and registry of its own.",
        footer = {
            "",
            "Examples:",
            "  linewarden serve --embedded",
            "  linewarden serve --bootstrap-servers kafka:9092 --standbys 1"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions options;

    @Option(names = "--embedded", description = "Run a real broker and registry in this process.")
    private boolean embedded;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = ".linewarden/data",
            description = "Where stores (and with --embedded all topics) are kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory;

    @Option(names = "--kafka-port", defaultValue = "9092", description = "With --embedded (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            defaultValue = "8081",
            description = "With --embedded (default: ${DEFAULT-VALUE}).")
    private int registryPort;

    @Option(
            names = "--http-port",
            defaultValue = "8080",
            description = "For the API, /health and /prometheus (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--http-host",
            defaultValue = "127.0.0.1",
            description =
                    "Interface to listen on; beyond this machine --http-users or --http-oidc is needed. The gate's other instances find this"
                            + " one there, or at application.server in --config (default: ${DEFAULT-VALUE}).")
    private String httpHost;

    @Option(
            names = "--http-users",
            paramLabel = "FILE",
            description = "Who may log in, a line each: make it with `linewarden login NAME --role ROLE`.")
    private @Nullable Path httpUsers;

    @Option(
            names = "--http-oidc",
            paramLabel = "FILE",
            description =
                    "The identity provider at which people log in (OpenID Connect), beside --http-users or instead: see"
                            + " docs/operations.md for a complete file.")
    private @Nullable Path httpOidc;

    @Option(
            names = "--application-id",
            defaultValue = GateConfig.DEFAULT_APPLICATION_ID,
            description = "Default: ${DEFAULT-VALUE}.")
    private String applicationId;

    @Option(
            names = "--partitions",
            defaultValue = "" + Topics.DEFAULT_PARTITIONS,
            description = "Of the journal; never changed once in use (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(names = "--threads", defaultValue = "2", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--standbys", defaultValue = "0", description = "Standby replicas of each store; 1 in production.")
    private int standbys;

    @Option(
            names = "--transactional-state",
            description =
                    "Kafka's transactional stores, which a crash does not wipe; not the default until it is measured"
                            + " (enable.transactional.statestores in --config).")
    private boolean transactionalState;

    @Override
    public Integer call() throws Exception {
        requireSensible();
        Logins logins = logins();
        PrintWriter out = spec.commandLine().getOut();
        try (Shutdown shutdown = new Shutdown()) {
            Cluster cluster = options.cluster();
            GateConfig config = embedded ? embeddedConfig(cluster, shutdown) : clusterConfig(cluster, shutdown);
            GateRunner gate = shutdown.add(startGate(config));
            GateHttp http = shutdown.add(GateHttp.start(gate, httpHost, httpPort, logins));
            out.println("kafka     " + config.bootstrapServers()
                    + (embedded ? "  (embedded, data in " + dataDirectory + ")" : ""));
            out.println("registry  " + config.registry());
            out.println("dashboard " + http.url() + "/");
            out.println("api       " + http.url() + "/openapi");
            out.println("health    " + http.url() + "/health");
            out.println("metrics   " + http.url() + "/prometheus");
            out.println("gate      starting; Ctrl-C stops it");
            out.flush();
            gate.onRunning(() -> {
                out.println("gate      running");
                out.flush();
            });
            gate.awaitEnd();
            if (gate.hasFailed()) {
                throw Problem.found("the gate gave up; the reason is in the log above");
            }
        }
        return 0;
    }

    private void requireSensible() {
        for (int port : new int[] {kafkaPort, registryPort, httpPort}) {
            if (port < 0 || port > 65_535) {
                throw new ParameterException(spec.commandLine(), port + " is no port: use 1 to 65535");
            }
        }
        if (partitions < 1 || threads < 1 || standbys < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions and --threads must be at least 1, --standbys at least 0");
        }
    }

    private Logins logins() {
        Logins logins = httpUsers == null ? Logins.NONE : passwords(httpUsers);
        if (httpOidc != null) {
            logins = logins.and(provider(httpOidc));
        }
        if (logins.isEmpty() && !GateHttp.isLoopback(httpHost)) {
            throw Problem.usage(
                    "--http-host " + httpHost + " is beyond this machine: say who may log in with --http-users"
                            + " FILE, a line for each from `linewarden login NAME --role viewer`, or with --http-oidc FILE");
        }
        return logins;
    }

    private static Logins passwords(Path file) {
        try {
            Logins logins = Logins.read(Files.readString(file));
            if (logins.isEmpty()) {
                throw Problem.usage("--http-users " + file + " names nobody: add a line from `linewarden login NAME`");
            }
            return logins;
        } catch (IOException unreadable) {
            throw Problem.usage("cannot read --http-users " + file + ": "
                    + unreadable.getClass().getSimpleName());
        } catch (Logins.BrokenException broken) {
            throw Problem.usage("--http-users " + file + ", " + broken.getMessage());
        }
    }

    private static Oidc provider(Path file) {
        try {
            return Oidc.read(Files.readString(file), System.getenv(Oidc.SECRET_VARIABLE));
        } catch (IOException unreadable) {
            throw Problem.usage("cannot read --http-oidc " + file + ": "
                    + unreadable.getClass().getSimpleName());
        } catch (Logins.BrokenException broken) {
            throw Problem.usage("--http-oidc " + file + ": " + broken.getMessage());
        }
    }

    private GateConfig embeddedConfig(Cluster cluster, Shutdown shutdown) throws IOException, InterruptedException {
        requireFree(kafkaPort, "Kafka", "--kafka-port");
        requireFree(registryPort, "the registry", "--registry-port");
        requireFree(httpPort, "HTTP", "--http-port");
        try {
            EmbeddedStack stack = shutdown.add(
                    EmbeddedStack.start(dataDirectory, kafkaPort, registryPort, cluster.topics(), partitions));
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.putIfAbsent(GateConfig.FORGETTING_KEY, ForgettingKey.in(dataDirectory));
            Cluster own = new Cluster(stack.bootstrapServers(), stack.registryUrl(), settings, cluster.topics());
            return config(own, stack.stateDirectory());
        } catch (DataDirectory.UnusableException unusable) {
            throw Problem.found(String.valueOf(unusable.getMessage()));
        }
    }

    private GateConfig clusterConfig(Cluster cluster, Shutdown shutdown) {
        requireFree(httpPort, "HTTP", "--http-port");
        try {
            DataDirectory directory = shutdown.add(DataDirectory.open(dataDirectory));
            return config(cluster, directory.path().resolve("state"));
        } catch (DataDirectory.UnusableException unusable) {
            throw Problem.found(String.valueOf(unusable.getMessage()));
        }
    }

    private GateConfig config(Cluster cluster, Path stateDirectory) {
        Map<String, String> client = new HashMap<>(cluster.settings());
        // In production a gate that invents schemas is a gate that hides a mistake; `topics create` registers them.
        client.putIfAbsent(RegistryConfig.AUTO_REGISTER, "false");
        String own = OwnAddress.of(httpHost, httpPort);
        if (own != null) {
            client.putIfAbsent(StreamsConfig.APPLICATION_SERVER_CONFIG, own);
        }
        if (transactionalState) {
            client.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, "true");
        }
        String secret = System.getenv("LINEWARDEN_FORGETTING_KEY");
        if (secret != null) {
            client.putIfAbsent(GateConfig.FORGETTING_KEY, secret);
        }
        String peers = System.getenv("LINEWARDEN_PEER_SECRET");
        if (peers != null) {
            client.putIfAbsent(GateConfig.PEER_SECRET, peers);
        }
        return new GateConfig(
                cluster.bootstrapServers(),
                cluster.registry(),
                applicationId,
                cluster.topics(),
                partitions,
                threads,
                standbys,
                stateDirectory,
                client);
    }

    private static GateRunner startGate(GateConfig config) throws InterruptedException {
        try {
            return Terminal.isInteractive()
                    ? GateRunner.start(config, Pace.REAL, new RebuildBar())
                    : GateRunner.start(config);
        } catch (GateRunner.UnfitTopicsException unfit) {
            throw Problem.found(String.valueOf(unfit.getMessage()).replace("\n", "; "));
        }
    }

    private static void requireFree(int port, String purpose, String option) {
        try {
            Ports.requireFree(port, purpose, option);
        } catch (Ports.OccupiedException occupied) {
            throw Problem.found(String.valueOf(occupied.getMessage()));
        }
    }
}
