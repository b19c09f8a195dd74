package dev.linewarden.samples;

import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.schemas.OutboundRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Hands a message to the gate. */
public final class Publishing implements AutoCloseable {

    private final KafkaProducer<String, OutboundRequest> producer;
    private final String topic;

    public Publishing(String brokers, String registry, String topic) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                brokers,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "key.serializer",
                StringSerializer.class,
                // Confluent's KafkaAvroSerializer writes the same bytes.
                "value.serializer",
                RecordSerializer.class,
                "schema.registry.url",
                registry,
                "auto.register.schemas",
                false));
        this.producer = new KafkaProducer<>(settings);
        this.topic = topic;
    }

    /** Returns once Kafka has it. Sent again with the same id, it is a duplicate and harmless. */
    public void send(String requestId, String recipient, String text) throws ExecutionException, InterruptedException {
        OutboundRequest request = OutboundRequest.newBuilder()
                .setRequestId(requestId)
                .setRecipient(recipient)
                .setText(text)
                .setCreatedAt(Instant.now())
                .build();
        producer.send(new ProducerRecord<>(topic, recipient, request)).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
