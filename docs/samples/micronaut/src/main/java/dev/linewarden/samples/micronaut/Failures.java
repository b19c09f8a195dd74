package dev.linewarden.samples.micronaut;

import dev.linewarden.schemas.ConversationEvent;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.Topic;

/** Tells the gate what was not sent after all. */
@KafkaClient(acks = KafkaClient.Acknowledge.ALL)
public interface Failures {

    /** Returns once Kafka has it; gives the send back to the server's quota. Told twice, it counts once. */
    @Topic("${linewarden.topics.prefix:}conversation-events")
    void report(@KafkaKey String line, ConversationEvent event);
}
