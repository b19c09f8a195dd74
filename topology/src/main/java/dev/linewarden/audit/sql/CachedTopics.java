package dev.linewarden.audit.sql;

import dev.linewarden.audit.sql.Warehouse.Read;
import dev.linewarden.client.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topics behind the tables as the cluster has them now, beside what a warehouse read of them.
 *
 * @param clusterId the cluster's own id
 * @param ids of each partition its topic's id: a topic that is made anew has another
 * @param read how far the warehouse got, by topic and partition
 */
record CachedTopics(String clusterId, Map<TopicPartition, String> ids, Map<String, Map<Integer, Read>> read) {

    /**
     * As the cluster has them; nothing read yet.
     *
     * @throws SqlTrouble when one is missing
     */
    static CachedTopics of(Cluster cluster) {
        List<String> names = new ArrayList<>(cluster.topics().decisions());
        names.add(cluster.topics().journal());
        names.add(cluster.topics().alerts());
        try (Admin admin = cluster.admin()) {
            String clusterId = admin.describeCluster().clusterId().get();
            Map<TopicPartition, String> ids = new HashMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(names).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(info -> ids.put(
                                new TopicPartition(topic.name(), info.partition()),
                                topic.topicId().toString()));
            }
            return new CachedTopics(clusterId, ids, Map.of());
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TimeoutException timeout) {
                throw timeout;
            }
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw SqlTrouble.of(
                        "one of the topics " + String.join(", ", names)
                                + " is missing: check --topic-prefix, or create them with `linewarden topics create`",
                        failed);
            }
            throw SqlTrouble.of("the broker refused to describe the topics: " + failed.getCause(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw SqlTrouble.of("interrupted", stopped);
        }
    }

    CachedTopics with(Map<String, Map<Integer, Read>> nowRead) {
        return new CachedTopics(clusterId, ids, nowRead);
    }

    Set<TopicPartition> partitions() {
        return ids.keySet();
    }

    @Nullable
    Read read(TopicPartition partition) {
        return read.getOrDefault(partition.topic(), Map.of()).get(partition.partition());
    }

    /** Why what was read is not of these topics; null when it is. */
    @Nullable
    String mismatch(Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, String> known : ids.entrySet()) {
            Read before = read(known.getKey());
            if (before != null && !before.topicId().equals(known.getValue())) {
                return "topic " + known.getKey().topic() + " was made anew since";
            }
            if (before != null && before.nextOffset() > ends.getOrDefault(known.getKey(), 0L)) {
                return known.getKey() + " ends before what was read of it";
            }
        }
        return null;
    }
}
