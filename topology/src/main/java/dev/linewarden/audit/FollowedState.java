package dev.linewarden.audit;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Progress;
import dev.linewarden.client.TopicReader;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.store.RowCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** The gate's state as its changelogs hold it, kept up to date: read whole once, then only what has come. */
public final class FollowedState implements AutoCloseable {

    // A gate's clock is never so far behind the broker's unless it is one of its own.
    private static final Duration OWN_CLOCK = Duration.ofMinutes(5);

    private final MemoryRows rows = new MemoryRows();
    private final Map<String, Table> tableOf = new LinkedHashMap<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicReader reader;
    private @Nullable Instant gateTime;
    private boolean hasOwnClock;

    /**
     * Opens the changelogs; nothing is read yet.
     *
     * @param applicationId the gate's
     * @throws dev.linewarden.client.ClusterException when there is no such gate, or it never started
     */
    public FollowedState(Cluster cluster, String applicationId, List<Table> tables) {
        tables.forEach(table -> tableOf.put(Changelog.topic(applicationId, table), table));
        consumer = cluster.consumer();
        try {
            reader = new TopicReader(consumer, List.copyOf(tableOf.keySet()));
        } catch (RuntimeException none) {
            consumer.close();
            throw none;
        }
    }

    /** All that was committed before the first call, with progress. */
    public void readAll(Progress progress) {
        try (Progress.Task reading = progress.begin("state")) {
            reader.readToEnd(record -> {
                reading.step();
                take(record);
                return true;
            });
        }
    }

    /** What was committed since. */
    public void readOn() {
        reader.readOn(record -> {
            take(record);
            return true;
        });
    }

    /** What is known as of the last reading. */
    public StateView state() {
        return rows;
    }

    /** Every pool that has a line, by name. */
    public SortedSet<String> pools() {
        SortedSet<String> pools = new TreeSet<>();
        rows.forEach(Table.LINES, row -> pools.add(((Line) row).pool()));
        return pools;
    }

    /** The gate's time: the system's, or that of the latest step of a gate with a clock of its own, as the demo's. */
    public Instant now() {
        return hasOwnClock && gateTime != null ? gateTime : Instant.now();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Table table = Objects.requireNonNull(tableOf.get(record.topic()));
        Changelog.apply(table, record.key(), record.value(), rows);
        if (table == Table.POOLS
                && record.value() != null
                && new String(record.key(), StandardCharsets.UTF_8).endsWith(Keys.of("", "clock"))
                && RowCodec.decode(record.value()) instanceof PoolClock clock
                && clock.last() != null) {
            hasOwnClock = clock.last().plus(OWN_CLOCK).isBefore(Instant.ofEpochMilli(record.timestamp()));
            gateTime = gateTime == null || clock.last().isAfter(gateTime) ? clock.last() : gateTime;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
