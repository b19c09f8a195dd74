package dev.linewarden.cli;

import dev.linewarden.client.Cluster;
import dev.linewarden.contract.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command talks to. */
final class ClusterOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${LINEWARDEN_BOOTSTRAP_SERVERS:-localhost:9092}",
            description = "Brokers (default: $$LINEWARDEN_BOOTSTRAP_SERVERS or localhost:9092).")
    private String bootstrapServers;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${LINEWARDEN_REGISTRY:-http://localhost:8081}",
            description = "Schema registry (default: $$LINEWARDEN_REGISTRY or http://localhost:8081).")
    private String registry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A properties file with any Kafka client or registry setting.")
    private @Nullable Path config;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = "${LINEWARDEN_TOPICS_PREFIX:-}",
            description = "Put before every topic name (also linewarden.topics.prefix in --config).")
    private String prefix;

    /** The brokers that were named, for messages about them. */
    String brokers() {
        return bootstrapServers;
    }

    /** The cluster that was named. */
    Cluster cluster() {
        Map<String, String> settings = settings();
        String named = prefix.isEmpty() ? settings.getOrDefault("linewarden.topics.prefix", "") : prefix;
        return new Cluster(bootstrapServers, registry, settings, new Topics(named));
    }

    private Map<String, String> settings() {
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
}
