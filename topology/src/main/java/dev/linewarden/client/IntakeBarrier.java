package dev.linewarden.client;

import dev.linewarden.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits until the gate's intake has taken the lines and policies that were published: they travel on topics of their own,
 * and a request that overtakes its line would be judged without it.
 */
public final class IntakeBarrier implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long CHECK_EVERY_MS = 100;

    private final Admin admin;
    private final Topics topics;
    private final String applicationId;

    public IntakeBarrier(Cluster cluster, String applicationId) {
        this.admin = cluster.admin();
        this.topics = cluster.topics();
        this.applicationId = applicationId;
    }

    /**
     * Waits until lines and policies have been taken, for 20 seconds at most.
     *
     * @return false when no gate has taken them by then
     * @throws ClusterException when the broker does not answer
     */
    public boolean awaitSetupTaken() throws InterruptedException {
        try {
            Map<TopicPartition, Long> ends = ends();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!isTaken(ends)) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(CHECK_EVERY_MS);
            }
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TimeoutException timeout) {
                throw timeout;
            }
            throw new ClusterException("the broker refused to tell how far the gate is: " + failed.getCause());
        }
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        Map<String, TopicDescription> described = admin.describeTopics(List.of(topics.lines(), topics.policies()))
                .allTopicNames()
                .get();
        described.forEach((topic, description) -> description
                .partitions()
                .forEach(info -> wanted.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                admin.listOffsets(wanted).all().get().entrySet()) {
            if (end.getValue().offset() > 0) {
                ends.put(end.getKey(), end.getValue().offset());
            }
        }
        return ends;
    }

    private boolean isTaken(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = taken.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue();
        });
    }

    @Override
    public void close() {
        admin.close();
    }
}
