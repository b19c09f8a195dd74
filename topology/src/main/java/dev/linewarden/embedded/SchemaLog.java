package dev.linewarden.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The registry's memory: a compacted topic in the form that Confluent's registry keeps, so that either can take over. */
final class SchemaLog implements AutoCloseable {

    private static final String TOPIC = "_schemas";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final KafkaProducer<byte[], byte[]> producer;

    private SchemaLog(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Opens the log, and reads all that it holds, in order. */
    static SchemaLog open(String bootstrapServers, BiConsumer<JsonNode, JsonNode> reader)
            throws IOException, InterruptedException {
        Map<String, Object> cluster = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(cluster)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) -1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new IOException("cannot create " + TOPIC, failed);
            }
        }
        readAll(bootstrapServers, reader);
        return new SchemaLog(new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    private static void readAll(String bootstrapServers, BiConsumer<JsonNode, JsonNode> reader) throws IOException {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() != null) {
                        reader.accept(MAPPER.readTree(record.key()), MAPPER.readTree(record.value()));
                    }
                }
            }
        }
    }

    /** Appends one entry, and returns once it is stored. */
    void append(ObjectNode key, ObjectNode value) throws IOException {
        try {
            producer.send(new ProducerRecord<>(
                            TOPIC, 0, MAPPER.writeValueAsBytes(key), MAPPER.writeValueAsBytes(value)))
                    .get();
        } catch (ExecutionException failed) {
            throw new IOException("cannot write to " + TOPIC, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing to " + TOPIC, interrupted);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
