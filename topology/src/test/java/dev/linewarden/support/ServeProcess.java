package dev.linewarden.support;

import dev.linewarden.embedded.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code linewarden serve} in a process of its own, which can be killed. */
public final class ServeProcess implements AutoCloseable {

    private final Process process;

    private ServeProcess(Process process) {
        this.process = process;
    }

    public static ServeProcess start(Cluster cluster, Path data) throws IOException {
        return start(arguments(cluster, data));
    }

    /** The same with the log of production, in the file. */
    public static ServeProcess start(Cluster cluster, Path data, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments(cluster, data)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        return new ServeProcess(builder.start());
    }

    private static List<String> arguments(Cluster cluster, Path data) {
        return List.of(
                "serve",
                "--bootstrap-servers",
                SharedBroker.bootstrapServers(),
                "--registry",
                SharedBroker.registryUrl(),
                "--topic-prefix",
                cluster.topics().prefix(),
                "--application-id",
                cluster.topics().prefix() + "gate",
                "--partitions",
                Integer.toString(Cluster.PARTITIONS),
                "--threads",
                "1",
                "--data-dir",
                data.toString(),
                "--http-port",
                Integer.toString(Ports.free()));
    }

    public static ServeProcess start(List<String> arguments) throws IOException {
        return start(command(arguments), ProcessBuilder.Redirect.DISCARD);
    }

    /** Any command, with what it prints in the file. */
    public static ServeProcess start(List<String> arguments, Path output) throws IOException {
        return start(command(arguments), ProcessBuilder.Redirect.to(output.toFile()));
    }

    /** Any program of ours, with all that it prints. */
    static ServeProcess start(List<String> command, ProcessBuilder.Redirect output) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("LINEWARDEN_KAFKA_LOG_LEVEL", "INFO");
        return new ServeProcess(builder.start());
    }

    /** The program as a command of its own. */
    public static List<String> command(List<String> arguments) {
        return command("dev.linewarden.cli.Linewarden", arguments);
    }

    static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // As in production: the tests' own configuration is silent.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        // As thoroughly compiled as the tests: hardly at all where they are short.
        command.addAll(
                1,
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel"))
                        .toList());
        command.addAll(arguments);
        return command;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9 does. */
    public void killHard() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor(30, TimeUnit.SECONDS);
        }
    }
}
