package dev.linewarden.client;

import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A cluster with its registry and topics. Every client of it is made here, so that all of them have the same settings;
 * whoever asks for one closes it.
 *
 * @param bootstrapServers brokers, as host:port, comma-separated
 * @param registry the schema registry's URL
 * @param settings further client and registry settings (security, timeouts); the addresses above win over those here
 */
public record Cluster(String bootstrapServers, String registry, Map<String, String> settings, Topics topics) {

    // Somebody waits at a terminal: a broker that has not answered by then is not there. With the start of the JVM and
    // of the
    // client that is within ten seconds.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(7);
    // Kafka wants one request to take less than all that an answer may need.
    private static final Duration REQUEST_WITHIN = ANSWER_WITHIN.minusSeconds(1);

    // A consumer asks for more behind the last record, too, and does not close before that is answered: half a second
    // by Kafka.
    private static final int SHORT_WAIT_MILLIS = 20;

    public Cluster {
        settings = Map.copyOf(settings);
    }

    public Admin admin() {
        return Admin.create(clientSettings());
    }

    /**
     * A client of the registry.
     *
     * @param register whether schemas that it does not know are registered, unless the settings say otherwise
     */
    public RegistryClient registryClient(boolean register) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(RegistryConfig.URL, registry);
        all.putIfAbsent(RegistryConfig.AUTO_REGISTER, Boolean.toString(register));
        return new RegistryClient(RegistryConfig.from(all));
    }

    public RecordDeserializer deserializer() {
        return new RecordDeserializer(registryClient(false));
    }

    /** A producer that loses nothing and repeats nothing. */
    public KafkaProducer<String, SpecificRecord> producer() {
        return producer(clientSettings());
    }

    /** One whose records arrive together or not at all, and alone of those with its id. */
    public KafkaProducer<String, SpecificRecord> transactionalProducer(String id) {
        Map<String, Object> all = clientSettings();
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        // Who dies in between must not keep readers waiting for longer.
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) ANSWER_WITHIN.toMillis());
        return producer(all);
    }

    private KafkaProducer<String, SpecificRecord> producer(Map<String, Object> all) {
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN.toMillis());
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int)
                ANSWER_WITHIN.multipliedBy(2).toMillis());
        return new KafkaProducer<>(all, new StringSerializer(), new RecordSerializer(registryClient(false)));
    }

    /** A consumer that sees only what was committed, for who reads what is there and ends. */
    public KafkaConsumer<byte[], byte[]> consumer() {
        return consumer(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, SHORT_WAIT_MILLIS));
    }

    /** The same for who stays and waits for what comes: an idle one asks twice a second. */
    public KafkaConsumer<byte[], byte[]> follower() {
        return consumer(Map.of());
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> all = clientSettings();
        all.putAll(more);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> clientSettings() {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        all.put("default.api.timeout.ms", (int) ANSWER_WITHIN.toMillis());
        all.put("request.timeout.ms", (int) REQUEST_WITHIN.toMillis());
        return all;
    }
}
