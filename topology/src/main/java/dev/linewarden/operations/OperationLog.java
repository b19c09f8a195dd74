package dev.linewarden.operations;

import dev.linewarden.client.ClusterException;
import dev.linewarden.schemas.Operation;
import dev.linewarden.schemas.OperationOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the operations log. What is to be done is written before it is done, and what cannot be written is not done; its
 * result follows under the same id. So a process that dies in between leaves an operation that has begun and of which nobody
 * wrote down how it ended: never a deed without an entry.
 */
public final class OperationLog {

    private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

    private final Consumer<Operation> delivery;

    /** @param delivery puts a record into the topic, and returns once the brokers have it; throws when they do not */
    public OperationLog(Consumer<Operation> delivery) {
        this.delivery = delivery;
    }

    /** Writes down something that is over as soon as it is written, such as an acknowledgement. */
    public Operation note(Author author, Deed deed, String result) {
        Operation operation = operation(author, deed, OperationOutcome.DONE);
        operation.setResult(result);
        operation.setEndedAt(operation.getAt());
        delivery.accept(operation);
        return operation;
    }

    /**
     * Does something between two entries.
     *
     * @param work does it; when it throws, the operation has failed
     * @param result what came of it, in words
     * @return what the work returned
     */
    public <T> T keep(Author author, Deed deed, Supplier<T> work, Function<T, String> result) {
        Operation begun = operation(author, deed, OperationOutcome.BEGUN);
        delivery.accept(begun);
        T done;
        try {
            done = work.get();
        } catch (RuntimeException failed) {
            end(begun, OperationOutcome.FAILED, reason(failed));
            throw failed;
        }
        end(begun, OperationOutcome.DONE, result.apply(done));
        return done;
    }

    /** The same of work that returns nothing: what came of it is always the same when it does not throw. */
    public void keep(Author author, Deed deed, Runnable work, String result) {
        keep(
                author,
                deed,
                () -> {
                    work.run();
                    return result;
                },
                Function.identity());
    }

    /** The words of an exception may quote what was given: only ours are kept. */
    private static String reason(RuntimeException failed) {
        return failed instanceof ClusterException
                ? String.valueOf(failed.getMessage())
                : "it may or may not have happened: " + failed.getClass().getSimpleName();
    }

    private void end(Operation begun, OperationOutcome outcome, String result) {
        Operation ended = Operation.newBuilder(begun)
                .setOutcome(outcome)
                .setResult(result)
                .setEndedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        try {
            delivery.accept(ended);
        } catch (RuntimeException lost) {
            // It is done: whoever did it is told so. The log says that it began.
            LOG.warn(
                    "The result of operation {} could not be written down ({}): {}",
                    begun.getOperationId(),
                    lost.getClass().getSimpleName(),
                    outcome);
        }
    }

    private static Operation operation(Author author, Deed deed, OperationOutcome outcome) {
        return new Operation(
                UUID.randomUUID().toString(),
                deed.pool(),
                deed.kind().name(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                author.name(),
                author.via(),
                author.reason(),
                deed.subject(),
                deed.details(),
                outcome,
                null,
                null);
    }
}
