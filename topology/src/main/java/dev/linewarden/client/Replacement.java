package dev.linewarden.client;

import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record where another was looked at, so that of several who do so at the same moment, on whichever machines, each but the
 * first sees what came before it. A topic knows no compare-and-set; but of the producers under one transactional id the broker lets
 * only the last to begin commit, and lets it begin when the one before is through or shut out. Whoever writes without asking is
 * seen when the topic is looked at, and not kept out.
 */
public final class Replacement {

    // Each try shuts the others out once: with as many at once as people can be, one of them is through by then.
    private static final int MOST_TRIES = 10;

    private Replacement() {}

    /** Others were faster again and again. */
    public static final class OvertakenException extends Exception {
        private static final long serialVersionUID = 1L;

        OvertakenException() {
            super("others publish there at the same moment; nothing was published");
        }
    }

    /**
     * Publishes the record if the check does not object.
     *
     * @param check looks at what the topic has by now, and throws to have nothing published; may be called more than once
     * @throws OvertakenException when others kept it from being published; then nothing is
     * @throws KafkaException when the broker did not take it, or did not say whether it did
     */
    public static void publish(Cluster cluster, String topic, String key, SpecificRecord record, Runnable check)
            throws OvertakenException, InterruptedException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (isPublished(cluster, new ProducerRecord<>(topic, key, record), check)) {
                return;
            }
        }
        throw new OvertakenException();
    }

    private static boolean isPublished(Cluster cluster, ProducerRecord<String, SpecificRecord> record, Runnable check)
            throws InterruptedException {
        String id = "linewarden-replaces-" + record.topic() + "-" + record.key();
        try (KafkaProducer<String, SpecificRecord> producer = cluster.transactionalProducer(id)) {
            producer.initTransactions();
            check.run();
            producer.beginTransaction();
            var sent = producer.send(record);
            producer.commitTransaction();
            sent.get();
            return true;
        } catch (KafkaException failed) {
            if (isOvertaken(failed)) {
                return false;
            }
            throw failed;
        } catch (ExecutionException failed) {
            if (isOvertaken(failed.getCause())) {
                return false;
            }
            throw new KafkaException(failed.getCause());
        }
    }

    private static boolean isOvertaken(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }
}
