package dev.linewarden.bench;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sixteen pools of a hundred lines each; 16,000 recipients who have written, and replies to them. And one pool of two hundred
 * lines, with a campaign that opens conversations in an hour: each request is assigned a line and reserves its slot.
 */
record Traffic(String bootstrapServers, String registry, Topics topics) {

    static final int POOLS = 16;
    private static final int LINES = 100;
    static final int RECIPIENTS = 16_000;
    private static final int IN_A_TALK = 4;
    private static final String CAMPAIGN = "campaign";
    private static final int CAMPAIGN_LINES = 200;
    static final int SET_UP_RECORDS = POOLS + POOLS * LINES + RECIPIENTS + 1 + CAMPAIGN_LINES;
    static final String POLICY = """
            server-quota: {limit: 1000000}
            burst: {max: 1000000}
            follow-ups: {monologue: 1000000}
            """;
    private static final String CAMPAIGN_POLICY = """
            new-conversations: {limit: 1000000}
            consent: {required: false}
            quiet-hours: {mode: off}
            """;

    void publishSetUp() {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int pool = 0; pool < POOLS; pool++) {
                publishPool(producer, pool(pool), POLICY, LINES, 2);
            }
            publishPool(producer, CAMPAIGN, CAMPAIGN_POLICY, CAMPAIGN_LINES, CAMPAIGN_LINES / 10);
            for (int i = 0; i < RECIPIENTS; i++) {
                publishInbound(producer, i, now);
            }
        }
    }

    private void publishInbound(KafkaProducer<String, SpecificRecord> producer, int person, Instant now) {
        String pool = pool(person % POOLS);
        send(
                producer,
                topics.conversationEvents(),
                recipient(person),
                new ConversationEvent(
                        "e" + person,
                        pool,
                        line(pool, person / POOLS % LINES),
                        recipient(person),
                        ConversationKind.INBOUND_MESSAGE,
                        now,
                        "hello",
                        null));
    }

    /** People by number, behind those who are there, who write for the first time: each is one more recipient that is known. */
    void publishPeople(int from, int count) {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int person = RECIPIENTS + from; person < RECIPIENTS + from + count; person++) {
                publishInbound(producer, person, now);
            }
        }
    }

    /** One reply in each pool, under an id that begins with the name. */
    void publishOneForEachPool(String name) {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int i = 0; i < POOLS; i++) {
                OutboundRequest request = request(name + i, poolOf(i), recipientOf(i), now);
                send(producer, topics.outboundRequests(), request.getRequestId(), request);
            }
        }
    }

    /** Requests by number, four to each of ever more people, who wrote before. */
    void publishTalks(int from, int count) {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int i = from; i < from + count; i += IN_A_TALK) {
                publishInbound(producer, RECIPIENTS + i / IN_A_TALK, now);
            }
            producer.flush();
            for (int i = from; i < from + count; i++) {
                int person = RECIPIENTS + i / IN_A_TALK;
                OutboundRequest request = request("talk" + i, pool(person % POOLS), recipient(person), now);
                send(producer, topics.outboundRequests(), request.getRequestId(), request);
            }
        }
    }

    private void publishPool(
            KafkaProducer<String, SpecificRecord> producer, String pool, String policy, int lines, int servers) {
        Instant now = Instant.now();
        send(producer, topics.policies(), pool, new PolicyUpdate(pool, policy, now));
        for (int i = 0; i < lines; i++) {
            String server = "server-" + pool + "-" + i % servers;
            send(
                    producer,
                    topics.lines(),
                    line(pool, i),
                    LineUpdates.of(pool, line(pool, i), server, LineStatus.ACTIVE, null, now, null));
        }
    }

    void publishCampaign(int count) {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            for (int i = 0; i < count; i++) {
                OutboundRequest request = request("campaign" + i, CAMPAIGN, "stranger" + i + "@example.com", now);
                request.setPriority(Priority.BULK);
                request.setNotBefore(now.plus(Duration.ofHours(1)));
                send(producer, topics.outboundRequests(), request.getRequestId(), request);
            }
        }
    }

    void publishRequests(int count) {
        try (KafkaProducer<String, SpecificRecord> producer = producer()) {
            sendRequests(producer, count);
        }
    }

    /** Requests that no reader of what is committed sees before they are released. */
    Held holdRequests(int count) {
        KafkaProducer<String, SpecificRecord> producer = producer(20, holding());
        producer.initTransactions();
        producer.beginTransaction();
        sendRequests(producer, count);
        producer.flush();
        return new Held(producer);
    }

    private static Map<String, Object> holding() {
        return Map.of("transactional.id", "held-" + UUID.randomUUID(), "transaction.timeout.ms", (int)
                Duration.ofMinutes(5).toMillis());
    }

    /** What is in the topic and not yet to be seen. */
    record Held(KafkaProducer<String, SpecificRecord> producer) implements AutoCloseable {

        void release() {
            producer.commitTransaction();
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private void sendRequests(KafkaProducer<String, SpecificRecord> producer, int count) {
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            OutboundRequest request = request("r" + i, poolOf(i), recipientOf(i), now);
            send(producer, topics.outboundRequests(), request.getRequestId(), request);
        }
    }

    /** One more reply, to be told by its id from others. */
    static OutboundRequest reply(int number) {
        return request("t" + number, poolOf(number), recipientOf(number), Instant.now());
    }

    static OutboundRequest request(String id, String pool, String recipient, Instant now) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool(pool);
        request.setRecipient(recipient);
        request.setText("Your table is booked for tomorrow at eight. Anything else I can do for you?");
        request.setAttachments(List.of());
        request.setPriority(Priority.NORMAL);
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setCreatedAt(now);
        request.setTimeZone("America/New_York");
        request.setLabels(Map.of("campaign", "bench"));
        return request;
    }

    private KafkaProducer<String, SpecificRecord> producer() {
        return producer(20);
    }

    /** @param linger for how many milliseconds a batch is waited for */
    KafkaProducer<String, SpecificRecord> producer(int linger) {
        return producer(linger, Map.of());
    }

    private KafkaProducer<String, SpecificRecord> producer(int linger, Map<String, Object> further) {
        RegistryClient client = new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, registry)));
        Map<String, Object> settings = new HashMap<>(further);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("linger.ms", linger);
        settings.put("batch.size", 131_072);
        return new KafkaProducer<>(settings, new StringSerializer(), new RecordSerializer(client));
    }

    static void send(KafkaProducer<String, SpecificRecord> producer, String topic, String key, SpecificRecord value) {
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    /** All who are replied to. */
    static List<Rival.Known> known() {
        return IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> new Rival.Known(poolOf(i), recipientOf(i), lineOf(i), serverOf(i)))
                .toList();
    }

    /** The pool of a reply. */
    static String poolOf(int number) {
        return pool(number % RECIPIENTS % POOLS);
    }

    /** Who a reply goes to. */
    static String recipientOf(int number) {
        return recipient(number % RECIPIENTS);
    }

    /** The line that a reply goes by: the one that its recipient wrote to. */
    static String lineOf(int number) {
        return line(poolOf(number), number % RECIPIENTS / POOLS % LINES);
    }

    private static String serverOf(int number) {
        return "server-" + poolOf(number) + "-" + number % RECIPIENTS / POOLS % LINES % 2;
    }

    private static String pool(int number) {
        return "pool-" + number;
    }

    private static String line(String pool, int number) {
        return "line-" + pool + "-" + number;
    }

    static String recipient(int number) {
        return "user" + number + "@example.com";
    }
}
