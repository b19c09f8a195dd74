package dev.linewarden.samples.micronaut;

import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import io.micronaut.configuration.kafka.annotation.ErrorStrategy;
import io.micronaut.configuration.kafka.annotation.ErrorStrategyValue;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import java.time.Instant;
import org.apache.kafka.common.IsolationLevel;

/**
 * Sends what was approved, a line's messages in their order. A crash between a send and the commit makes it see the message
 * again, so the transport is given the request's id and must not send twice for one.
 */
@KafkaListener(
        groupId = "${linewarden.topics.prefix:}sender-workers",
        offsetReset = OffsetReset.EARLIEST,
        // Without it the worker sees decisions of transactions that were rolled back.
        isolation = IsolationLevel.READ_COMMITTED,
        offsetStrategy = OffsetStrategy.SYNC_PER_RECORD,
        // What fails for another reason than the message's own is tried again, and nothing behind it is sent before.
        errorStrategy =
                @ErrorStrategy(value = ErrorStrategyValue.RETRY_ON_ERROR, retryCount = Integer.MAX_VALUE, retryDelay = "1s"))
public class SenderWorker {

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

    private final Transport transport;
    private final Failures failures;

    SenderWorker(Transport transport, Failures failures) {
        this.transport = transport;
        this.failures = failures;
    }

    @Topic("${linewarden.topics.prefix:}approved")
    void approved(@KafkaKey String line, Decision decision) {
        OutboundRequest request = decision.getRequest();
        try {
            transport.send(request.getRequestId(), line, request.getRecipient(), request.getText());
        } catch (NotSentException failed) {
            failures.report(
                    line,
                    ConversationEvent.newBuilder()
                            .setEventId("failed-" + request.getRequestId())
                            .setPool(request.getPool())
                            .setLine(line)
                            .setRecipient(request.getRecipient())
                            .setKind(ConversationKind.SEND_FAILED)
                            .setRequestId(request.getRequestId())
                            .setAt(Instant.now())
                            .build());
        }
    }
}
