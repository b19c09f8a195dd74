package dev.linewarden.operations;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Decoder;
import dev.linewarden.client.TopicReader;
import dev.linewarden.schemas.Operation;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log: the first question reads the topic from its beginning, each later one what has come since, so that an answer
 * holds whatever was written before the question. Thread-safe; one question at a time.
 */
public final class OperationReader implements AutoCloseable {

    private final Cluster cluster;
    private @Nullable Reading reading;

    public OperationReader(Cluster cluster) {
        this.cluster = cluster;
    }

    private record Reading(
            KafkaConsumer<byte[], byte[]> consumer, TopicReader topic, Decoder decoder, OperationBook book) {

        static Reading begin(Cluster cluster) {
            KafkaConsumer<byte[], byte[]> consumer = cluster.consumer();
            try {
                TopicReader topic =
                        new TopicReader(consumer, List.of(cluster.topics().operations()));
                Reading begun = new Reading(consumer, topic, new Decoder(cluster), new OperationBook());
                topic.readToEnd(begun::take);
                return begun;
            } catch (RuntimeException failed) {
                consumer.close();
                throw failed;
            }
        }

        /** Takes a record; there may be more. */
        boolean take(ConsumerRecord<byte[], byte[]> record) {
            if (decoder.decode(record) instanceof Operation operation) {
                book.take(operation);
            }
            return true;
        }
    }

    /**
     * Asks the log as it stands now.
     *
     * @throws dev.linewarden.client.ClusterException when there is no such topic
     */
    public synchronized <T> T ask(Function<OperationBook, T> question) {
        Reading current = reading;
        try {
            if (current == null) {
                current = Reading.begin(cluster);
                reading = current;
            } else {
                current.topic().readOn(current::take);
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
        return question.apply(current.book());
    }

    /** Lets go of what was read; a later question begins anew. */
    @Override
    public synchronized void close() {
        Reading last = reading;
        if (last != null) {
            reading = null;
            last.consumer().close();
        }
    }
}
