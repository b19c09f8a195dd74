package dev.linewarden.app;

import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.embedded.DataDirectory;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Broker, registry, topics and schemas in this process, on a data directory that is kept. */
public final class EmbeddedStack implements AutoCloseable {

    private final DataDirectory directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private EmbeddedStack(DataDirectory directory, EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.directory = directory;
        this.kafka = kafka;
        this.registry = registry;
    }

    /**
     * Starts everything, and returns once topics and schemas are there.
     *
     * @throws DataDirectory.UnusableException when another process holds the directory
     */
    public static EmbeddedStack start(Path data, int kafkaPort, int registryPort, Topics topics, int partitions)
            throws DataDirectory.UnusableException, IOException, InterruptedException {
        DataDirectory directory = DataDirectory.open(data);
        EmbeddedKafka kafka = EmbeddedKafka.start(data.resolve("kafka"), kafkaPort);
        EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), registryPort);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicAdmin(admin, topics).create(partitions, (short) 1);
        }
        SchemaAdmin.register(
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, registry.url()))), topics);
        kafka.warmUp();
        return new EmbeddedStack(directory, kafka, registry);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public String registryUrl() {
        return registry.url();
    }

    public Path stateDirectory() {
        return directory.path().resolve("state");
    }

    @Override
    public void close() throws IOException {
        registry.close();
        kafka.close();
        directory.close();
    }
}
