package dev.linewarden.bench;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * One pool of two hundred lines: strangers who are asked for by night and wait for eight o'clock, and people who write and are
 * answered meanwhile.
 *
 * @param gap how far apart two of the herd leave by one line; none, and all of it leaves at eight
 */
record HerdPool(BenchTopics.Named named, String gap) {

    static final String OF_THE_HERD = "herd";
    static final String REPLY = "own";
    private static final String NAME = "herd";
    private static final int LINES = 200;
    private static final int PEOPLE = 2_000;
    private static final String POLICY = """
            server-quota: {limit: 1000000}
            new-conversations: {limit: 1000000}
            burst: {max: 1000000, max-outreach: 1000000, min-gap: %s, jitter: 0s}
            follow-ups: {monologue: 1000000}
            consent: {required: false}
            quiet-hours: {zone: UTC}
            dialogue: {mode: off}
            """;

    /** Policy and lines. Answers how many entries they make. */
    int setUp() {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = named.traffic().producer(20)) {
            Traffic.send(producer, named.topics().policies(), NAME, new PolicyUpdate(NAME, POLICY.formatted(gap), now));
            for (int i = 0; i < LINES; i++) {
                Traffic.send(
                        producer,
                        named.topics().lines(),
                        line(i),
                        LineUpdates.of(NAME, line(i), "server-" + i / 10, LineStatus.ACTIVE, null, now, null));
            }
        }
        return 1 + LINES;
    }

    /** Strangers by number, who are to be written to. */
    void ask(int from, int count) {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = named.traffic().producer(20)) {
            for (int i = from; i < from + count; i++) {
                OutboundRequest request = request(OF_THE_HERD + i, "stranger" + i + "@example.com", now);
                Traffic.send(producer, named.topics().outboundRequests(), request.getRequestId(), request);
            }
        }
    }

    /** People write, ten to each line. Answers how many do. */
    int write() {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = named.traffic().producer(20)) {
            for (int i = 0; i < PEOPLE; i++) {
                Traffic.send(
                        producer,
                        named.topics().conversationEvents(),
                        person(i),
                        new ConversationEvent(
                                "w" + i,
                                NAME,
                                line(i % LINES),
                                person(i),
                                ConversationKind.INBOUND_MESSAGE,
                                now,
                                "hello",
                                null));
            }
        }
        return PEOPLE;
    }

    /** An answer to one of those who wrote. */
    static OutboundRequest reply(int number) {
        return request(REPLY + number, person(number % PEOPLE), Instant.now());
    }

    private static OutboundRequest request(String id, String recipient, Instant now) {
        OutboundRequest request = Traffic.request(id, NAME, recipient, now);
        request.setTimeZone(null);
        return request;
    }

    private static String person(int number) {
        return "person" + number + "@example.com";
    }

    private static String line(int number) {
        return "herd-line-" + number;
    }
}
