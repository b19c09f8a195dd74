package dev.linewarden.support;

import dev.linewarden.contract.SchemaAdmin;
import dev.linewarden.contract.TopicAdmin;
import dev.linewarden.contract.Topics;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import dev.linewarden.streams.GateConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One test's own topics on the shared broker, and plain clients of them. */
public final class Cluster implements AutoCloseable {

    public static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topics topics;
    private final RegistryClient registry =
            new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, SharedBroker.registryUrl())));
    private final KafkaProducer<String, SpecificRecord> producer;
    private final KafkaProducer<byte[], byte[]> rawProducer;
    private final RecordDeserializer deserializer = new RecordDeserializer(registry);
    private final List<AutoCloseable> closeables = new ArrayList<>();

    public Cluster(String name) throws InterruptedException {
        topics = new Topics(name + ".");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            new TopicAdmin(admin, topics).create(PARTITIONS, (short) 1);
        }
        SchemaAdmin.register(registry, topics);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "acks", "all", "linger.ms", 5);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new RecordSerializer(registry));
        rawProducer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Topics topics() {
        return topics;
    }

    public GateConfig gateConfig(Path stateDirectory) {
        return gateConfig(SharedBroker.bootstrapServers(), SharedBroker.registryUrl(), topics, stateDirectory);
    }

    /** The same with further settings. */
    public GateConfig gateConfig(Path stateDirectory, Map<String, String> client) {
        GateConfig config = gateConfig(stateDirectory);
        return new GateConfig(
                config.bootstrapServers(),
                config.registry(),
                config.applicationId(),
                config.topics(),
                config.partitions(),
                config.threads(),
                config.standbys(),
                config.stateDirectory(),
                client);
    }

    /** The same for a process that has no broker of its own. */
    static GateConfig gateConfig(String bootstrapServers, String registry, Topics topics, Path stateDirectory) {
        return new GateConfig(
                bootstrapServers,
                registry,
                topics.prefix() + "gate",
                topics,
                PARTITIONS,
                1,
                0,
                stateDirectory,
                Map.of());
    }

    /** Publishes, and returns once the broker has it. */
    public void publish(SpecificRecord... records) {
        for (SpecificRecord record : records) {
            producer.send(new ProducerRecord<>(topics.inputOf(record), "key", record));
        }
        producer.flush();
    }

    /** Publishes what everything else stands on, and waits until the gate has heard of it. */
    public void begin(SpecificRecord... records) {
        publish(records);
        reader(List.of(topics.journal())).until(read -> read.size() >= records.length);
    }

    /** Publishes to one partition, and returns once the broker has it. */
    public void publishTo(int partition, SpecificRecord record) {
        producer.send(new ProducerRecord<>(topics.inputOf(record), partition, "key", record));
        producer.flush();
    }

    /** Publishes, and does not wait. */
    public void send(SpecificRecord record) {
        producer.send(new ProducerRecord<>(topics.inputOf(record), "key", record));
    }

    public void publishRaw(String topic, byte[] value) {
        // A compacted topic takes no record without a key.
        rawProducer.send(new ProducerRecord<>(topic, "key".getBytes(StandardCharsets.UTF_8), value));
        rawProducer.flush();
    }

    public void publishRaw(String topic, int partition, byte[] value) {
        rawProducer.send(new ProducerRecord<>(topic, partition, "key".getBytes(StandardCharsets.UTF_8), value));
        rawProducer.flush();
    }

    /** A reader of committed records, from the beginning. */
    public Reader reader(List<String> names) {
        Reader reader = new Reader(names);
        closeables.add(reader.consumer);
        return reader;
    }

    public Reader decisions() {
        return reader(topics.decisions());
    }

    public final class Reader {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        // Of what was read, so that nothing is decoded anew each time that a condition is tested.
        private final List<Decision> decided = new ArrayList<>();

        private Reader(List<String> names) {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            SharedBroker.bootstrapServers(),
                            "isolation.level",
                            "read_committed",
                            "fetch.max.wait.ms",
                            20),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            names.forEach(name -> consumer.partitionsFor(name)
                    .forEach(info -> partitions.add(new TopicPartition(name, info.partition()))));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /** Reads on until what was read so far satisfies the condition. */
        public List<ConsumerRecord<byte[], byte[]>> until(Predicate<List<ConsumerRecord<byte[], byte[]>>> condition) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.test(read)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + PATIENCE + "; read " + read.size() + " records");
                }
                consumer.poll(Duration.ofMillis(50)).forEach(read::add);
            }
            return List.copyOf(read);
        }

        /** What has come since it was last asked for; nothing of it is kept. */
        public void poll(Consumer<ConsumerRecord<byte[], byte[]>> take) {
            consumer.poll(Duration.ofMillis(20)).forEach(take);
        }

        /** What has come and what is there by now; nothing of it is kept. */
        public void toEnd(Consumer<ConsumerRecord<byte[], byte[]>> take) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                poll(take);
            }
        }

        public List<Decision> decisionsUntil(Predicate<List<Decision>> condition) {
            until(records -> {
                records.subList(decided.size(), records.size())
                        .forEach(record -> decided.add((Decision) decode(record)));
                return condition.test(decided);
            });
            return List.copyOf(decided);
        }
    }

    public SpecificRecord decode(ConsumerRecord<byte[], byte[]> record) {
        return deserializer.deserialize(record.topic(), record.value());
    }

    public static OutboundRequest request(String id, String recipient, String text) {
        OutboundRequest request = new OutboundRequest();
        request.setRequestId(id);
        request.setPool("default");
        request.setRecipient(recipient);
        request.setText(text);
        request.setAttachments(List.of());
        request.setPurpose(Purpose.CONVERSATIONAL);
        request.setPriority(Priority.NORMAL);
        request.setCreatedAt(Instant.now());
        request.setLabels(Map.of());
        return request;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable closeable : closeables) {
            closeable.close();
        }
        producer.close(Duration.ofSeconds(5));
        rawProducer.close(Duration.ofSeconds(5));
    }
}
