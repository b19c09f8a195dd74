package dev.linewarden.embedded;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes a broker ready for its first exactly-once client, so that it sends no first batch back: every partition has a leader
 * that answers, and the coordinators of transactions and of groups are loaded. Writes to no topic but the broker's own.
 */
final class WarmUp {

    private static final String NAME = "linewarden-warm-up";

    private WarmUp() {}

    static void run(String bootstrapServers) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", NAME),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.listOffsets(partitions(admin)).all().get();
            admin.listConsumerGroupOffsets(NAME).partitionsToOffsetAndMetadata().get();
            producer.initTransactions();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("the embedded broker does not answer for its own topics", failed);
        }
    }

    private static Map<TopicPartition, OffsetSpec> partitions(Admin admin)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        Set<String> names = admin.listTopics().names().get();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(info ->
                            partitions.put(new TopicPartition(topic.name(), info.partition()), OffsetSpec.latest()));
        }
        return partitions;
    }
}
