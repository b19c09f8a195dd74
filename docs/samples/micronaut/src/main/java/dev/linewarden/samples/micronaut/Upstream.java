package dev.linewarden.samples.micronaut;

import dev.linewarden.schemas.OutboundRequest;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.Topic;

/** Hands messages to the gate. */
@KafkaClient(acks = KafkaClient.Acknowledge.ALL)
public interface Upstream {

    /** Returns once Kafka has it. Sent again with the same request id, it is a duplicate and harmless. */
    @Topic("${linewarden.topics.prefix:}outbound-requests")
    void send(@KafkaKey String recipient, OutboundRequest request);
}
