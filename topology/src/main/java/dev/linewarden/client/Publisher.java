package dev.linewarden.client;

import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RegistryUnavailableException;
import dev.linewarden.schemas.Command;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.LineUpdate;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends records where they belong, and tells when one could not be sent. */
public final class Publisher implements AutoCloseable {

    private final KafkaProducer<String, SpecificRecord> producer;
    private final Topics topics;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public Publisher(Cluster cluster) {
        this.producer = cluster.producer();
        this.topics = cluster.topics();
    }

    /**
     * Sends one record under the key of its contract; it has arrived once {@link #flush} returns.
     *
     * @throws ClusterException when the broker did not take an earlier one
     */
    public void send(SpecificRecord record) {
        send(topics.inputOf(record), keyOf(record), record);
    }

    /**
     * The same for a record that is no input of the gate.
     *
     * @throws ClusterException when the broker did not take an earlier one
     */
    public void send(String topic, String key, SpecificRecord record) {
        requireWell();
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, record), (metadata, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /**
     * Waits until all that was sent has arrived.
     *
     * @throws ClusterException when the broker did not take one of them
     */
    public void flush() {
        producer.flush();
        requireWell();
    }

    private void requireWell() {
        Exception failed = failure.get();
        if (failed instanceof TimeoutException timeout) {
            throw timeout;
        }
        if (failed instanceof RegistryUnavailableException noRegistry) {
            throw noRegistry;
        }
        if (failed != null) {
            throw new ClusterException("the broker did not take a record (" + failed.getMessage()
                    + "): is it running, are the topics there?");
        }
    }

    /** The key under which an input goes into its topic. */
    public static String keyOf(SpecificRecord record) {
        if (record instanceof OutboundRequest request) {
            return request.getRequestId();
        }
        if (record instanceof ConversationEvent event) {
            return event.getRecipient();
        }
        if (record instanceof LineUpdate update) {
            return update.getLine();
        }
        if (record instanceof PolicyUpdate update) {
            return update.getPool();
        }
        return ((Command) record).getPool();
    }

    @Override
    public void close() {
        if (failure.get() == null) {
            producer.close();
        } else {
            // Closing joins a thread that may still wait for the broker which has just not answered.
            Thread closing = new Thread(() -> producer.close(Duration.ZERO), "publisher-close");
            closing.setDaemon(true);
            closing.start();
        }
    }
}
