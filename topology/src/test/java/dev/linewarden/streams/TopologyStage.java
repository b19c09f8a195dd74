package dev.linewarden.streams;

import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Table;
import dev.linewarden.facts.LibraryFacts;
import dev.linewarden.policy.PolicyYaml;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Tick;
import dev.linewarden.simulate.EventTime;
import dev.linewarden.simulate.ScenarioRun;
import dev.linewarden.simulate.Simulation;
import dev.linewarden.store.Changelog;
import dev.linewarden.store.MemoryRows;
import dev.linewarden.support.MemoryRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The whole topology under TopologyTestDriver. A simulation beside it tells at which instants something falls due, so that
 * the driver's clock stops there, as a running gate's does.
 */
public final class TopologyStage implements ScenarioRun.Stage, AutoCloseable {

    static final Topics TOPICS = new Topics("");
    private static final Duration TICK = Duration.ofMillis(1);

    private final Path directory;
    private final TopologyTestDriver driver;
    private final RecordSerializer serializer;
    private final RecordDeserializer deserializer;
    private final List<TestOutputTopic<byte[], byte[]>> decisionTopics = new ArrayList<>();
    private final TestOutputTopic<byte[], byte[]> alertTopic;
    private final TestOutputTopic<byte[], byte[]> deadLetterTopic;
    private final TestOutputTopic<byte[], byte[]> journalTopic;
    private final TestOutputTopic<byte[], byte[]> tickTopic;
    private final Simulation pilot = new Simulation(new LibraryFacts(), new PolicyYaml(), new Output() {
        @Override
        public void decided(dev.linewarden.core.model.Decision decision) {}

        @Override
        public void alerted(dev.linewarden.core.model.Alert alert) {}
    });

    private final EventTime eventTime = new EventTime() {
        @Override
        public Instant nextDue() {
            return pilot.nextDue();
        }

        @Override
        public void wake(Instant now) {
            turnClockTo(now);
            pilot.passUntil(now);
        }
    };
    private Instant clock = null;
    private Duration skew = Duration.ZERO;

    public TopologyStage(Instant start) {
        this(start, LibraryFacts::new);
    }

    public TopologyStage(Instant start, Supplier<RecipientFacts> facts) {
        this(start, facts, Pace.REAL);
    }

    TopologyStage(Instant start, Supplier<RecipientFacts> facts, Pace pace) {
        this(start, facts, pace, new AtHand(new Share(() -> 0)));
    }

    /** On a thread that has other things to do, too. */
    TopologyStage(Instant start, Supplier<RecipientFacts> facts, Pace pace, AtHand atHand) {
        RegistryClient registry = MemoryRegistry.client();
        serializer = new RecordSerializer(registry);
        deserializer = new RecordDeserializer(registry);
        try {
            directory = Files.createTempDirectory("topology-stage");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Properties settings = new GateConfig(
                        "nowhere:1", "http://nowhere", "stage", TOPICS, 1, 1, 0, directory, Map.of())
                .streamsSettings();
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksInMemory.class);
        GateTopology.Parts parts = new GateTopology.Parts(
                TOPICS,
                () -> new RecordDeserializer(registry),
                () -> new RecordSerializer(registry),
                facts,
                new PolicyYaml(),
                TICK,
                pace,
                () -> skew,
                List.of(),
                atHand);
        driver = new TopologyTestDriver(GateTopology.build(parts, new StreamsConfig(settings)), settings, start);
        TOPICS.decisions().forEach(topic -> decisionTopics.add(output(topic)));
        alertTopic = output(TOPICS.alerts());
        deadLetterTopic = output(TOPICS.deadLetters());
        journalTopic = output(TOPICS.journal());
        tickTopic = output(TOPICS.ticks());
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void passUntil(Instant time) {
        eventTime.passUntil(time);
        turnClockTo(time);
    }

    private void turnClockTo(Instant time) {
        if (clock == null || clock.isBefore(time)) {
            Duration step = clock == null ? Duration.ZERO : Duration.between(clock, time);
            driver.advanceWallClockTime(step);
            clock = time;
        }
    }

    /** Lets time pass as it does, without leaps. */
    public void passMinutes(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            driver.advanceWallClockTime(Duration.ofMinutes(1));
        }
        clock = clock.plus(Duration.ofMinutes(minutes));
    }

    /** What the changelogs hold once they are compacted, keys and values, byte for byte as Latin-1. */
    List<String> changelogs() {
        Map<String, String> kept = new HashMap<>();
        for (Table table : Table.values()) {
            String topic = "stage-" + table.storeName() + "-changelog";
            for (TestRecord<byte[], byte[]> record : output(topic).readRecordsToList()) {
                String key = topic + "/" + new String(record.key(), StandardCharsets.ISO_8859_1);
                if (record.value() == null) {
                    kept.remove(key);
                } else {
                    kept.put(key, key + "=" + new String(record.value(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return List.copyOf(kept.values());
    }

    List<String> keys(Table table) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> rows =
                driver.<String, byte[]>getKeyValueStore(table.storeName()).all()) {
            rows.forEachRemaining(row -> keys.add(row.key));
        }
        return keys;
    }

    @Override
    public void take(Instant at, SpecificRecord event) {
        passUntil(at);
        send(TOPICS.inputOf(event), serializer.serialize(TOPICS.inputOf(event), event), at);
        pilot.take(Records.toEvent(event), at);
    }

    /** Sends whatever it is, without looking at the clock. */
    public void send(String topic, byte[] value, Instant at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput("key".getBytes(StandardCharsets.UTF_8), value, at);
    }

    /** In the order of the journal and, behind one entry, of time, rank and arrival: the order in which they were made. */
    @Override
    public List<Decision> decisions() {
        List<Decision> made = new ArrayList<>();
        for (TestOutputTopic<byte[], byte[]> topic : decisionTopics) {
            topic.readRecordsToList()
                    .forEach(record -> made.add((Decision) deserializer.deserialize("", record.value())));
        }
        made.sort(Comparator.comparing(Decision::getDecidedAt).thenComparing(Decision::getJournalOffset));
        return made;
    }

    @Override
    public List<Alert> alerts() {
        return alertTopic.readRecordsToList().stream()
                .map(record -> (Alert) deserializer.deserialize("", record.value()))
                .toList();
    }

    /** A journal entry and when it was appended. */
    public record Appended(Instant at, JournalEntry entry) {}

    /** The journal since the last call. */
    public List<Appended> journal() {
        return journalTopic.readRecordsToList().stream()
                .map(record -> new Appended(
                        record.getRecordTime(), (JournalEntry) deserializer.deserialize("", record.value())))
                .toList();
    }

    /** The recorded time since the last call. */
    public List<Tick> ticks() {
        return tickTopic.readRecordsToList().stream()
                .map(record -> (Tick) deserializer.deserialize("", record.value()))
                .toList();
    }

    /** What the gate remembers, as its stores hold it. */
    public MemoryRows rows() {
        MemoryRows rows = new MemoryRows();
        for (Table table : Table.values()) {
            try (KeyValueIterator<String, byte[]> stored =
                    driver.<String, byte[]>getKeyValueStore(table.storeName()).all()) {
                stored.forEachRemaining(
                        row -> Changelog.apply(table, row.key.getBytes(StandardCharsets.UTF_8), row.value, rows));
            }
        }
        return rows;
    }

    /** From now on the machine's clock is off by so much. */
    public void setSkew(Duration off) {
        skew = off;
    }

    TestOutputTopic<byte[], byte[]> deadLetters() {
        return deadLetterTopic;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    /** The bytes in which an input travels. */
    public byte[] bytes(SpecificRecord input) {
        return serializer.serialize(TOPICS.inputOf(input), input);
    }

    RecordSerializer serializer() {
        return serializer;
    }

    @Override
    public void close() {
        driver.close();
        try {
            Utils.delete(directory.toFile());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
