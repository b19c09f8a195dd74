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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final Path directory;
    private final Verbs verbs;

    private SqlBench(Path directory, EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.directory = directory;
        this.verbs =
                new Verbs(HEAP, List.of("--bootstrap-servers", kafka.bootstrapServers(), "--registry", registry.url()));
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
        Verbs.Took fill = verbs.run("sql", "--query", "verdicts", "--csv", "--cache", cache.toString());
        Verbs.Took again = verbs.run("sql", "SELECT count(*) FROM decisions", "--csv", "--cache", cache.toString());
        double most = 0;
        double longest = 0;
        for (String query : ReadyQueries.names()) {
            Verbs.Took ready = verbs.run("sql", "--query", query, "--csv", "--cache", cache.toString());
            most = Math.max(most, ready.gigabytes());
            longest = Math.max(longest, ready.seconds());
        }
        Verbs.Took export =
                verbs.run("export", directory.resolve("parquet-" + decisions).toString(), "--cache", cache.toString());
        System.out.printf(
                Locale.ROOT,
                "%,9d decisions: filled in %.0f s (%.0f s of a core, %,.0f a second, %.2f GB at most), asked again in %.1f s"
                        + " (%.2f GB), slowest ready query %.1f s (%.2f GB), exported in %.0f s (%.0f s of a core, %.2f GB);"
                        + " cache %.2f GB%n",
                decisions,
                fill.seconds(),
                fill.cores(),
                decisions / fill.seconds(),
                fill.gigabytes(),
                again.seconds(),
                again.gigabytes(),
                longest,
                most,
                export.seconds(),
                export.cores(),
                export.gigabytes(),
                size(cache) / 1e9);
        ObjectNode figures = new ObjectMapper()
                .createObjectNode()
                .put("decisions", decisions)
                .put("slowest_query_seconds", longest)
                .put("query_gigabytes", most)
                .put("cache_gigabytes", size(cache) / 1e9);
        figures.set("fill", fill.json());
        figures.set("again", again.json());
        figures.set("export", export.json());
        return figures;
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
