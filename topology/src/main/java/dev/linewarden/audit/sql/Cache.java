package dev.linewarden.audit.sql;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The database of one cluster and topic prefix in a directory, extended by what is new and never read twice. Of topics that
 * were made anew nothing can be extended: then the old database is set aside, under another name, and a new one begun.
 *
 * <p>Handles and texts are in a database of their own, which only --reveal makes; it keeps nothing that has left the
 * topics.
 */
final class Cache {

    private final Cluster cluster;
    private final Path root;
    private final boolean reveals;
    private final Consumer<String> tell;

    Cache(Cluster cluster, Path root, boolean reveals, Consumer<String> tell) {
        this.cluster = cluster;
        this.root = root;
        this.reveals = reveals;
        this.tell = tell;
    }

    /**
     * Brings it up to the present end of the topics.
     *
     * @return the database file, which nobody has open any more
     * @throws SqlTrouble when another process uses it, or the directory cannot be written
     */
    Path extend(Progress progress) {
        CachedTopics topics = CachedTopics.of(cluster);
        Path file = null;
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
            Path directory = root.resolve(name(topics));
            PrivateFiles.createDirectories(directory);
            file = directory.resolve(reveals ? "revealed.duckdb" : "masked.duckdb");
            Pseudonym names = Pseudonym.keptIn(root.resolve("pseudonyms.key"));
            try (Warehouse warehouse = matching(file, names, topics, consumer);
                    Progress.Task reading = progress.begin("what is new")) {
                new TopicFilling(warehouse, cluster, topics.with(warehouse.read()), reading, tell).run(consumer);
            }
            return file;
        } catch (SQLException broken) {
            throw SqlTrouble.ofCache(broken, file == null ? root : file);
        } catch (IOException unwritable) {
            throw SqlTrouble.of(
                    "the cache directory " + root + " cannot be written (" + unwritable
                            + "): name another with --cache",
                    unwritable);
        }
    }

    private String name(CachedTopics topics) {
        String prefix = cluster.topics().prefix();
        return topics.clusterId() + (prefix.isEmpty() ? "" : "-" + prefix.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    private Warehouse matching(Path file, Pseudonym names, CachedTopics topics, KafkaConsumer<byte[], byte[]> consumer)
            throws SQLException, IOException {
        String layout = Warehouse.layoutOf(file);
        String mismatch = "this release lays the tables out otherwise";
        if (layout == null || layout.equals(Warehouse.LAYOUT)) {
            Warehouse warehouse = Warehouse.open(file, reveals, names);
            mismatch = topics.with(warehouse.read()).mismatch(consumer.endOffsets(topics.partitions()));
            if (mismatch == null) {
                return warehouse;
            }
            warehouse.close();
        }
        String until = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
        Path aside =
                file.resolveSibling(file.getFileName().toString().replace(".duckdb", "-until-" + until + ".duckdb"));
        if (reveals) {
            Files.delete(file);
            tell.accept(mismatch + ": the cache is read anew");
        } else {
            Files.move(file, aside);
            tell.accept(mismatch + ": the cache is read anew; what it held is kept as " + aside);
        }
        return Warehouse.open(file, reveals, names);
    }
}
