package dev.linewarden.streams;

import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RegistryConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a running gate needs to be told.
 *
 * @param applicationId consumer group and prefix of changelogs; never changed once in use
 * @param stateDirectory where stores are kept; keep it across restarts, or a killed gate takes half a minute to return
 * @param client further client settings (security, registry), passed to every client and serializer
 */
public record GateConfig(
        String bootstrapServers,
        String registry,
        String applicationId,
        Topics topics,
        int partitions,
        int threads,
        int standbys,
        Path stateDirectory,
        Map<String, String> client) {

    /** The application id unless another is configured. */
    public static final String DEFAULT_APPLICATION_ID = "linewarden";

    /** A serializer class that takes the place of ours, such as Confluent's own. It asks the registry when it likes. */
    public static final String SERIALIZER = "linewarden.value.serializer";

    public static final String DESERIALIZER = "linewarden.value.deserializer";

    /**
     * The secret under which opt-outs of forgotten people are kept, the same for every instance. Several, with commas between
     * them, replace one: the first is used, the others are recognised.
     */
    public static final String FORGETTING_KEY = "linewarden.forgetting.key";

    /** The secret by which the gate's instances know each other, the same for every instance. */
    public static final String PEER_SECRET = "linewarden.http.peer-secret";

    /** How often waits that fell due are looked for: what a release is late at most, when nothing else goes on. */
    public static final Duration TICK = Duration.ofMillis(50);

    // A tick and a batch must fit; Kafka's default of 10 s for Streams is close to what a slow disk takes.
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BROKER_ANSWERS_WITHIN = Duration.ofSeconds(7);
    // Who keeps up asks for commits sooner, see AtHand.
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);
    // Nobody sees a record before its commit, which sends what there is. To send what has come together sooner makes
    // more and smaller batches, and the broker works for batches.
    private static final Duration LINGER = Duration.ofMillis(500);
    private static final int BATCH_BYTES = 64 * 1024;
    // The entrance caps values at 1 MiB; what is made of them is larger, see Topics.
    private static final int MAX_REQUEST_BYTES = Topics.MAX_OUTPUT_BYTES + 64 * 1024;

    // The first record of a transaction often meets the markers of the one before and is refused, once; Kafka waits 100
    // ms
    // then, as long as a commit interval. Further retries wait twice as long each time, up to a second, as ever.
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);

    /** The secrets of {@link #FORGETTING_KEY}; none when it is not set. */
    public List<String> forgettingKeys() {
        return Stream.of(client.getOrDefault(FORGETTING_KEY, "").split(",", -1))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** What clients are told: no secret that is not theirs. */
    public Map<String, String> withoutSecrets() {
        Map<String, String> settings = new HashMap<>(client);
        settings.remove(FORGETTING_KEY);
        settings.remove(PEER_SECRET);
        return settings;
    }

    /** The settings that serializers are configured with. */
    public Map<String, Object> serdeSettings() {
        Map<String, Object> settings = new HashMap<>(withoutSecrets());
        settings.put(RegistryConfig.URL, registry);
        // For Confluent's deserializer, should it take our place.
        settings.putIfAbsent("specific.avro.reader", "true");
        return settings;
    }

    /** The settings of the client that looks at the topics before the gate starts: it waits seconds, not a minute. */
    Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(withoutSecrets());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_ANSWERS_WITHIN.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BROKER_ANSWERS_WITHIN.toMillis());
        return settings;
    }

    /** The settings of Kafka Streams. */
    public Properties streamsSettings() {
        Properties settings = new Properties();
        settings.putAll(withoutSecrets());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
        // Intake is stateless: it need not hold one topic back until it knows that the others have nothing older.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        if (!Boolean.parseBoolean(settings.getProperty(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG))) {
            // Nothing is uncommitted then: to add it up over all stores at every turn took 5 % of a thread of 24 tasks.
            settings.putIfAbsent(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG, -1);
        }
        // What Kafka 5.0 will do anyhow; there is no global store, but unset it is a warning. Its constant goes with
        // 5.0.
        settings.put("processing.exception.handler.global.enabled", true);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_OUTPUT_BYTES);
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                TRANSACTION_TIMEOUT.toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER.toMillis());
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.putIfAbsent(
                StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), FIRST_RETRY.toMillis());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
        return settings;
    }
}
