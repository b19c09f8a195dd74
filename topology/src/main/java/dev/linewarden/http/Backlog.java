package dev.linewarden.http;

import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateRunner;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How much lies in the gate's inputs that it has not worked off, over all instances, as the brokers have it. Thread-safe. */
@Singleton
final class Backlog {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    private final GateConfig config;
    private final Admin admin;

    Backlog(GateRunner gate) {
        config = gate.config();
        admin = gate.admin();
    }

    /**
     * One topic.
     *
     * @param behind what is written and not committed as worked off; some of it are marks of transactions
     * @param most of one partition
     */
    record Topic(String topic, int partitions, long behind, long most) {}

    /** Every input, the journal last; null when the brokers do not answer within seconds. */
    @Nullable
    List<Topic> read() {
        List<String> topics = new ArrayList<>(config.topics().inputs());
        topics.add(config.topics().journal());
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends = ends(topics);
            Map<TopicPartition, OffsetAndMetadata> done = within(
                    admin.listConsumerGroupOffsets(config.applicationId()).partitionsToOffsetAndMetadata());
            List<Topic> all = new ArrayList<>();
            for (String topic : topics) {
                all.add(topic(topic, ends, done));
            }
            return all;
        } catch (ExecutionException | TimeoutException unanswered) {
            return null;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(List<String> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        within(admin.describeTopics(topics).allTopicNames()).forEach((name, topic) -> topic.partitions()
                .forEach(one -> asked.put(new TopicPartition(name, one.partition()), OffsetSpec.latest())));
        return within(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    }

    private static <T> T within(KafkaFuture<T> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Topic topic(
            String name, Map<TopicPartition, ListOffsetsResultInfo> ends, Map<TopicPartition, OffsetAndMetadata> done) {
        int partitions = 0;
        long behind = 0;
        long most = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            if (end.getKey().topic().equals(name)) {
                OffsetAndMetadata committed = done.get(end.getKey());
                long one = Math.max(0, end.getValue().offset() - (committed == null ? 0 : committed.offset()));
                partitions++;
                behind += one;
                most = Math.max(most, one);
            }
        }
        return new Topic(name, partitions, behind, most);
    }

    @PreDestroy
    void close() {
        admin.close(ANSWERS_WITHIN);
    }
}
