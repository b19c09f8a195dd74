package dev.linewarden.query;

import dev.linewarden.contract.Topics;
import dev.linewarden.core.state.Table;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of the gate owns which pool. A pool lives on one partition of the journal, and with it on one instance;
 * partitions move when instances come and go, and every instance learns of that at about the same time. Only instances with
 * an address (application.server) take part in that. Thread-safe.
 */
public final class PoolOwners {

    private static final Comparator<HostInfo> BY_ADDRESS =
            Comparator.comparing(HostInfo::host).thenComparing(HostInfo::port);

    private final KafkaStreams streams;
    private final Topics topics;

    /** The owners as this instance knows them. */
    public PoolOwners(KafkaStreams streams, Topics topics) {
        this.streams = streams;
        this.topics = topics;
    }

    /**
     * The owner of a pool, of one that nobody has heard of too: it would be judged there.
     *
     * @return null while partitions move, before the gate runs and after it has ended, and for an owner without an address
     */
    public @Nullable PoolOwner ownerOf(String pool) {
        KeyQueryMetadata found = find(pool);
        if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return null;
        }
        return found.activeHost().equals(HostInfo.unavailable())
                ? null
                : new PoolOwner(pool, found.partition(), found.activeHost(), isHere(found.partition()));
    }

    private @Nullable KeyQueryMetadata find(String pool) {
        if (!streams.state().isRunningOrRebalancing()) {
            return null;
        }
        try {
            // The journal's key is the pool, so any of its stores lies where the pool does.
            return streams.queryMetadataForKey(Table.POOLS.storeName(), pool, new StringSerializer());
        } catch (StreamsNotStartedException | IllegalStateException ended) {
            // Between the two looks the gate has stopped.
            return null;
        }
    }

    /** Asked of the threads themselves: two instances may have been given the same address. */
    private boolean isHere(int partition) {
        TopicPartition journal = new TopicPartition(topics.journal(), partition);
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .anyMatch(task -> task.topicPartitions().contains(journal));
    }

    /** The addresses of all instances that have one, this one among them. */
    public List<HostInfo> instances() {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(HostInfo.unavailable()))
                .distinct()
                .sorted(BY_ADDRESS)
                .toList();
    }
}
