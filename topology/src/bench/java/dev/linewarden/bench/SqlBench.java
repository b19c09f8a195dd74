package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.sql.ReadyQueries;
import dev.linewarden.client.Cluster;
import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;

/**
 * What {@code sql} and {@code export} take over a million and over five million decisions that lie in a real broker: time and
 * the most memory, each in a process of its own with a small heap. The broker works on the same machine.
 */
public final class SqlBench {

    private static final String DECISIONS = System.getProperty("bench.decisions", "1000000,5000000");
    private static final String HEAP = "-Xmx512m";
    private static final int PARTITIONS = 4;
    private static final long LOOK_EVERY_MS = 100;
    private static final double A_GIGABYTE = 1e6;

    private final Path directory;
    private final List<String> cluster;

    /** How a process ended: its time, and the most memory that it held, heap and database together. */
    private record Took(double seconds, double gigabytes) {}

    private SqlBench(Path directory, EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.directory = directory;
        this.cluster = List.of("--bootstrap-servers", kafka.bootstrapServers(), "--registry", registry.url());
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("sql-bench");
        ArrayNode figures = new ObjectMapper().createArrayNode();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            Topics topics = new Topics("");
            Cluster cluster = new Cluster(kafka.bootstrapServers(), registry.url(), Map.of(), topics);
            try (Admin admin = cluster.admin()) {
                new TopicAdmin(admin, topics).create(PARTITIONS, (short) 1);
            }
            SchemaAdmin.register(cluster.registryClient(true), topics);
            SqlBench bench = new SqlBench(directory, kafka, registry);
            int published = 0;
            for (String size : DECISIONS.split(",", -1)) {
                int upTo = Integer.parseInt(size);
                new RecordedDecisions(cluster).publish(published, upTo);
                published = upTo;
                figures.add(bench.measure(upTo));
            }
        } finally {
            Utils.delete(directory.toFile());
        }
        Path file = Path.of(args[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, figures.toPrettyString() + "\n");
    }

    private ObjectNode measure(int decisions) throws IOException, InterruptedException {
        Path cache = directory.resolve("cache-" + decisions);
        Took fill = run("sql", "--query", "verdicts", "--csv", "--cache", cache.toString());
        Took again = run("sql", "SELECT count(*) FROM decisions", "--csv", "--cache", cache.toString());
        double most = 0;
        double longest = 0;
        for (String query : ReadyQueries.names()) {
            Took ready = run("sql", "--query", query, "--csv", "--cache", cache.toString());
            most = Math.max(most, ready.gigabytes());
            longest = Math.max(longest, ready.seconds());
        }
        Took export = run("export", directory.resolve("parquet-" + decisions).toString(), "--cache", cache.toString());
        System.out.printf(
                Locale.ROOT,
                "%,9d decisions: filled in %.0f s (%,.0f a second, %.2f GB at most), asked again in %.1f s, slowest ready query"
                        + " %.1f s (%.2f GB), exported in %.0f s (%.2f GB); cache %.2f GB%n",
                decisions,
                fill.seconds(),
                decisions / fill.seconds(),
                fill.gigabytes(),
                again.seconds(),
                longest,
                most,
                export.seconds(),
                export.gigabytes(),
                size(cache) / 1e9);
        return new ObjectMapper()
                .createObjectNode()
                .put("decisions", decisions)
                .put("fill_seconds", fill.seconds())
                .put("fill_gigabytes", fill.gigabytes())
                .put("again_seconds", again.seconds())
                .put("slowest_query_seconds", longest)
                .put("query_gigabytes", most)
                .put("export_seconds", export.seconds())
                .put("export_gigabytes", export.gigabytes())
                .put("cache_gigabytes", size(cache) / 1e9);
    }

    private Took run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.linewarden.cli.Linewarden"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(cluster);
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double gigabytes = 0;
        while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
            gigabytes = Math.max(gigabytes, mostMemory(process.pid()));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + process.exitValue());
        }
        return new Took((System.nanoTime() - began) / 1e9, gigabytes);
    }

    /** The most that the process has held so far, as Linux counts it; 0 elsewhere and once it has ended. */
    private static double mostMemory(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / A_GIGABYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
