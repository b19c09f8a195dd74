package dev.linewarden.bench;

import dev.linewarden.contract.Topics;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A gate in a process of its own, which can be killed as a machine that fails kills it. */
final class GateProcess implements AutoCloseable {

    private static final String RUNNING = "running";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;

    private GateProcess(Process process) {
        this.process = process;
    }

    /** The gate, once it judges. */
    static GateProcess start(GateConfig config) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                GateProcess.class.getName(),
                config.bootstrapServers(),
                config.registry(),
                config.applicationId(),
                config.topics().prefix(),
                Integer.toString(config.partitions()),
                Integer.toString(config.threads()),
                Integer.toString(config.standbys()),
                config.stateDirectory().toString()));
        config.client().forEach((name, value) -> command.add(name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); !RUNNING.equals(line); line = lines.readLine()) {
                if (line == null) {
                    throw new IllegalStateException("the gate ended before it ran");
                }
            }
        }
        return new GateProcess(process);
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /**
     * @param args the fields of its configuration, in the order of {@link #start}, and further settings as name=value
     */
    public static void main(String[] args) throws Exception {
        GateConfig config = new GateConfig(
                args[0],
                args[1],
                args[2],
                new Topics(args[3]),
                Integer.parseInt(args[4]),
                Integer.parseInt(args[5]),
                Integer.parseInt(args[6]),
                Path.of(args[7]),
                Arrays.stream(args)
                        .skip(8)
                        .map(setting -> setting.split("=", 2))
                        .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1])));
        try (GateRunner gate = GateRunner.start(config)) {
            if (gate.awaitRunning(PATIENCE)) {
                System.out.println(RUNNING);
                gate.awaitEnd();
            }
        }
    }
}
