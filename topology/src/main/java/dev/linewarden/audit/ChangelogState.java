package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.ClusterException;
import dev.linewarden.client.Progress;
import dev.linewarden.client.TopicReader;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.disk.Scratch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The gate's state as its changelogs hold it, without asking the gate: complete however old, and as of the last commit. */
public final class ChangelogState {

    private ChangelogState() {}

    /**
     * Reads tables: into memory as much as fits into a quarter of the heap, and on disk the rest, until the process ends.
     *
     * @param applicationId the gate's
     * @param progress is told of each record
     * @throws ClusterException when there is no such gate, or it never started
     */
    public static Rows read(Cluster cluster, String applicationId, List<Table> tables, Progress progress) {
        // Whoever asks is a verb and ends with its answer.
        Rows rows = Scratch.open(Duration.ZERO).rows(1);
        Map<String, Table> tableOf = new LinkedHashMap<>();
        tables.forEach(table -> tableOf.put(Changelog.topic(applicationId, table), table));
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer();
                Progress.Task reading = progress.begin("state")) {
            new TopicReader(consumer, List.copyOf(tableOf.keySet())).readToEnd(record -> {
                reading.step();
                Table table = Objects.requireNonNull(tableOf.get(record.topic()));
                Changelog.apply(table, record.key(), record.value(), rows);
                return true;
            });
        }
        return rows;
    }
}
