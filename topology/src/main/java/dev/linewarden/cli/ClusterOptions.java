package dev.linewarden.cli;

import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command talks to. */
final class ClusterOptions {

    private static final int ANSWER_WITHIN_MS = 15_000;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${LINEWARDEN_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Brokers (default: $$LINEWARDEN_BOOTSTRAP_SERVERS or localhost:9092).")
    String bootstrapServers;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${LINEWARDEN_REGISTRY:-http://localhost:8081}",
            description = "Schema registry (default: $$LINEWARDEN_REGISTRY or http://localhost:8081).")
    String registry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with any Kafka client or registry setting.")
    @Nullable
    Path config;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "${LINEWARDEN_TOPICS_PREFIX:-}",
            description = "Put before every topic name (also linewarden.topics.prefix in --config).")
    String prefix;

    Topics topics() {
        return new Topics(prefix.isEmpty() ? settings().getOrDefault("linewarden.topics.prefix", "") : prefix);
    }

    /** What the configuration file says. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(config)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw Problem.usage("cannot read --config " + config + ": " + unreadable);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        return settings;
    }

    private Map<String, Object> clientSettings() {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("default.api.timeout.ms", ANSWER_WITHIN_MS);
        settings.put("request.timeout.ms", ANSWER_WITHIN_MS - 1000);
        return settings;
    }

    Admin admin() {
        return Admin.create(clientSettings());
    }

    RegistryClient registryClient(boolean register) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put(RegistryConfig.URL, registry);
        settings.putIfAbsent(RegistryConfig.AUTO_REGISTER, Boolean.toString(register));
        return new RegistryClient(RegistryConfig.from(settings));
    }

    RecordDeserializer deserializer() {
        return new RecordDeserializer(registryClient(false));
    }

    /** A producer that loses nothing and repeats nothing. */
    KafkaProducer<String, SpecificRecord> producer() {
        Map<String, Object> settings = clientSettings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * ANSWER_WITHIN_MS);
        return new KafkaProducer<>(settings, new StringSerializer(), new RecordSerializer(registryClient(false)));
    }

    /** A consumer that sees only what was committed. */
    KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = clientSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
