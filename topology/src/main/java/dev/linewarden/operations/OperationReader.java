package dev.linewarden.operations;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.FollowedRecords;
import dev.linewarden.schemas.Operation;
import java.util.List;
import java.util.function.Function;
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

    private record Reading(FollowedRecords records, OperationBook book) {}

    /**
     * Asks the log as it stands now.
     *
     * @throws dev.linewarden.client.ClusterException when there is no such topic
     */
    public synchronized <T> T ask(Function<OperationBook, T> question) {
        Reading current = reading;
        if (current == null) {
            List<String> log = List.of(cluster.topics().operations());
            current = new Reading(FollowedRecords.decodable(cluster, log), new OperationBook());
            reading = current;
        }
        OperationBook book = current.book();
        try {
            current.records().readOn(record -> {
                if (record instanceof Operation operation) {
                    book.take(operation);
                }
            });
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
        return question.apply(book);
    }

    /** Lets go of what was read; a later question begins anew. */
    @Override
    public synchronized void close() {
        Reading last = reading;
        if (last != null) {
            reading = null;
            last.records().close();
        }
    }
}
