package dev.linewarden.samples;

import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends what was approved. A crash between a send and the commit makes it see the message again, so the transport is given
 * the request's id and must not send twice for one.
 */
public final class SenderWorker implements AutoCloseable {

    /** Your way to the line. */
    public interface Transport {

        /** Sends, unless it has done so for this id before; throws when the message will not go out. */
        void send(String idempotencyKey, String line, String recipient, String text) throws NotSentException;
    }

    /** The message was not sent and will not be. */
    public static final class NotSentException extends Exception {
        private static final long serialVersionUID = 1;

        public NotSentException(String reason) {
            super(reason);
        }
    }

    private final KafkaConsumer<String, Decision> approved;
    private final KafkaProducer<String, ConversationEvent> events;
    private final String eventsTopic;
    private final Transport transport;

    public SenderWorker(String brokers, String registry, String prefix, Transport transport) {
        Properties reading = new Properties();
        reading.putAll(Map.of(
                "bootstrap.servers",
                brokers,
                "group.id",
                prefix + "sender-workers",
                // Without it the worker sees decisions of transactions that were rolled back.
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                StringDeserializer.class,
                "value.deserializer",
                RecordDeserializer.class,
                "schema.registry.url",
                registry));
        Properties writing = new Properties();
        writing.putAll(Map.of(
                "bootstrap.servers",
                brokers,
                "acks",
                "all",
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                RecordSerializer.class,
                "schema.registry.url",
                registry,
                "auto.register.schemas",
                false));
        this.approved = new KafkaConsumer<>(reading);
        this.events = new KafkaProducer<>(writing);
        this.eventsTopic = prefix + "conversation-events";
        this.transport = transport;
        approved.subscribe(List.of(prefix + "approved"));
    }

    /** Sends what has come; call it on and on. The key is the line, so a line's messages keep their order. */
    public void poll() throws ExecutionException, InterruptedException {
        List<Future<?>> reports = new ArrayList<>();
        for (ConsumerRecord<String, Decision> record : approved.poll(Duration.ofMillis(500))) {
            OutboundRequest request = record.value().getRequest();
            try {
                transport.send(request.getRequestId(), record.key(), request.getRecipient(), request.getText());
            } catch (NotSentException failed) {
                reports.add(events.send(new ProducerRecord<>(eventsTopic, record.key(), failure(record.value()))));
            }
        }
        // First the reports, then the position: what is lost between is done again.
        for (Future<?> report : reports) {
            report.get();
        }
        approved.commitSync();
    }

    /** Gives the send back to the server's quota. Told twice, it counts once. */
    private static ConversationEvent failure(Decision decision) {
        OutboundRequest request = decision.getRequest();
        return ConversationEvent.newBuilder()
                .setEventId("failed-" + request.getRequestId())
                .setPool(request.getPool())
                .setLine(decision.getLine())
                .setRecipient(request.getRecipient())
                .setKind(ConversationKind.SEND_FAILED)
                .setRequestId(request.getRequestId())
                .setAt(Instant.now())
                .build();
    }

    @Override
    public void close() {
        approved.close();
        events.close();
    }
}
