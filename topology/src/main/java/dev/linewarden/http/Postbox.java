package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Publisher;
import dev.linewarden.client.Replacement;
import dev.linewarden.contract.Topics;
import dev.linewarden.schemas.Operation;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Puts records where they belong, and returns once all brokers that must have them do. Thread-safe. */
@Singleton
final class Postbox {

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final Topics topics;
    // Those of one instance need not shut each other out.
    private final Object replacing = new Object();

    Postbox(Cluster cluster) {
        this.cluster = cluster;
        this.producer = cluster.producer();
        this.topics = cluster.topics();
    }

    /**
     * Sends and waits.
     *
     * @param more what the refusal tells beside its detail
     * @throws Refusal 503 when Kafka does not have all of them: some may have arrived
     */
    void deliver(List<? extends SpecificRecord> records, Map<String, Object> more) {
        deliverAs(
                records.stream()
                        .map(record -> new ProducerRecord<String, SpecificRecord>(
                                topics.inputOf(record), Publisher.keyOf(record), record))
                        .toList(),
                more);
    }

    /**
     * Puts a record in the place of one that was looked at; of several who do so at the same moment, on whichever instance, the
     * others see the first one's.
     *
     * @param check looks at what is there by now, and throws to have nothing published; may be asked more than once
     * @throws Refusal 503 when Kafka does not have it
     */
    void replace(SpecificRecord record, Runnable check) {
        synchronized (replacing) {
            try {
                Replacement.publish(cluster, topics.inputOf(record), Publisher.keyOf(record), record, check);
            } catch (Replacement.OvertakenException busy) {
                throw Refusal.later(busy.getMessage() + ": look, and say it again");
            } catch (KafkaException failed) {
                throw refusal(failed, Map.of());
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw refusal(ending, Map.of());
            }
        }
    }

    /**
     * Writes to the operations log.
     *
     * @throws Refusal 503 when Kafka does not have it
     */
    void log(Operation operation) {
        deliverAs(List.of(new ProducerRecord<>(topics.operations(), operation.getPool(), operation)), Map.of());
    }

    private void deliverAs(List<ProducerRecord<String, SpecificRecord>> records, Map<String, Object> more) {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        try {
            for (ProducerRecord<String, SpecificRecord> record : records) {
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                RecordMetadata unused = one.get();
            }
        } catch (ExecutionException failed) {
            throw refusal(failed.getCause(), more);
        } catch (KafkaException failed) {
            throw refusal(failed, more);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw refusal(ending, more);
        }
    }

    private static Refusal refusal(@Nullable Throwable failed, Map<String, Object> more) {
        if (failed instanceof RecordTooLargeException) {
            return Refusal.of(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "one record is over " + Topics.MAX_INPUT_BYTES + " bytes: send attachments as links",
                    more);
        }
        return Refusal.later(
                "Kafka or the schema registry did not take it: send the same again, with the same ids; what arrived"
                        + " already is not judged twice",
                more);
    }

    @PreDestroy
    void close() {
        producer.close(CLOSES_WITHIN);
    }
}
