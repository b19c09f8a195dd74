package dev.linewarden.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where topics end and how far a group has come, asked of the broker. */
public final class Offsets {

    // Brokers tell nobody when a transaction ends: they are asked again.
    private static final long AGAIN_MS = 20;

    private Offsets() {}

    /**
     * The offset behind the last record that was written to each partition, in a transaction that is still open too: who reads
     * what was committed up to there has missed nothing.
     *
     * @throws ClusterException for a topic that is not there
     */
    public static Map<TopicPartition, Long> written(Cluster cluster, List<String> topics) {
        try (Admin admin = cluster.admin()) {
            Set<TopicPartition> asked = new HashSet<>();
            admin.describeTopics(topics).allTopicNames().get().values().forEach(topic -> topic.partitions()
                    .forEach(partition -> asked.add(new TopicPartition(topic.name(), partition.partition()))));
            return ends(admin, asked, IsolationLevel.READ_UNCOMMITTED);
        } catch (ExecutionException failed) {
            throw explain(failed, topics);
        } catch (InterruptedException interrupted) {
            throw stop(interrupted);
        }
    }

    /**
     * Waits until what was written before the ends is committed, or given up: then all else that its transactions wrote is
     * written too.
     *
     * @param ends by partition; see {@link #written}
     * @param isEnough asked now and then: true ends the waiting
     */
    public static void awaitCommitted(Cluster cluster, Map<TopicPartition, Long> ends, BooleanSupplier isEnough) {
        try (Admin admin = cluster.admin()) {
            while (!isEnough.getAsBoolean() && isOpenBefore(admin, ends)) {
                Thread.sleep(AGAIN_MS);
            }
        } catch (ExecutionException failed) {
            throw explain(
                    failed,
                    ends.keySet().stream().map(TopicPartition::topic).distinct().toList());
        } catch (InterruptedException interrupted) {
            throw stop(interrupted);
        }
    }

    private static boolean isOpenBefore(Admin admin, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        return ends(admin, ends.keySet(), IsolationLevel.READ_COMMITTED).entrySet().stream()
                .anyMatch(stable -> stable.getValue() < ends.getOrDefault(stable.getKey(), 0L));
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Set<TopicPartition> partitions, IsolationLevel level)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(asked, new ListOffsetsOptions(level))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** How far a group has come, by partition; what it never committed is left out. Empty for a group that nobody knows. */
    public static Map<TopicPartition, Long> committed(Cluster cluster, String group) {
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> known = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            known.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            return committed;
        } catch (ExecutionException failed) {
            throw explain(failed, List.of(cluster.topics().journal()));
        } catch (InterruptedException interrupted) {
            throw stop(interrupted);
        }
    }

    private static RuntimeException explain(ExecutionException failed, List<String> topics) {
        if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
            return new ClusterException("one of the topics " + String.join(", ", topics)
                    + " is not there: check --topic-prefix, or create them with `linewarden topics create`");
        }
        return failed.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(failed.getCause());
    }

    private static IllegalStateException stop(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", interrupted);
    }
}
