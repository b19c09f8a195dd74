package dev.linewarden.bench;

import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.streams.GateConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Fresh topics for each that is measured, on one broker, and the same settings for all. */
record BenchTopics(EmbeddedKafka kafka, EmbeddedRegistry registry, Path directory) {

    static final int PARTITIONS = 4;
    static final int THREADS = 2;

    /** Topics with a prefix of their own, made and with their schemas registered, and what runs on them. */
    record Named(Topics topics, Traffic traffic, GateConfig config) {}

    Named prepare(String prefix) throws InterruptedException {
        return prepare(prefix, Map.of());
    }

    /** @param settings further settings of the gate */
    Named prepare(String prefix, Map<String, String> settings) throws InterruptedException {
        return prepare(prefix, PARTITIONS, settings);
    }

    /** With other than the usual number of partitions. */
    Named prepare(String prefix, int partitions, Map<String, String> settings) throws InterruptedException {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicAdmin(admin, topics).create(partitions, (short) 1);
            admin.createTopics(List.of(new NewTopic(PassThrough.output(topics), partitions, (short) 1)));
        }
        SchemaAdmin.register(
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, registry.url()))), topics);
        return of(prefix, partitions, settings);
    }

    /** The topics that {@link #prepare} has made. */
    Named of(String prefix) {
        return of(prefix, PARTITIONS, Map.of());
    }

    /** What a topic takes on the broker's disk, as producers have compressed it. */
    long bytesOnDisk(String topic) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory.resolve("kafka"), topic + "-*")) {
            for (Path log : logs) {
                bytes += Files.size(log.resolve("00000000000000000000.log"));
            }
        }
        return bytes;
    }

    private Named of(String prefix, int partitions, Map<String, String> settings) {
        Topics topics = new Topics(prefix);
        GateConfig config = new GateConfig(
                kafka.bootstrapServers(),
                registry.url(),
                prefix + "bench",
                topics,
                partitions,
                THREADS,
                0,
                directory.resolve(prefix + "bench"),
                settings);
        return new Named(topics, new Traffic(kafka.bootstrapServers(), registry.url(), topics), config);
    }
}
