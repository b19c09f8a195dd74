package dev.linewarden.streams;

import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Pseudonyms;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The wiring, top to bottom, as a pure function: intake re-keys every input by pool into the journal, the warden reads the
 * journal, keeps all state and decides.
 */
public final class GateTopology {

    static final String JOURNAL_SINK = "to-journal";
    static final String DEAD_LETTERS_OF_INTAKE = "intake-to-dead-letters";
    static final String APPROVED = "to-approved";
    static final String DEFERRED = "to-deferred";
    static final String REJECTED = "to-rejected";
    static final String ALERTS = "to-alerts";
    static final String SHADOW_DECISIONS = "to-shadow-decisions";
    static final String TICKS = "to-ticks";
    static final String DEAD_LETTERS_OF_WARDEN = "warden-to-dead-letters";

    // Busy rows are written several times between commits, and to their changelogs once: up to what a tick may release
    // at once.
    private static final int UNTIL_THE_COMMIT = 20_000;

    // Others are mostly written once. RocksDB takes them for less in a batch; a larger one has the collector copy more.
    private static final int BY_THE_BATCH = 64;

    // How many rows are held back. What is read in order at every turn, or hardly written, is written at once.
    private static final Map<Table, Integer> HELD_BACK = Map.of(
            Table.LINE_ACTIVITY, UNTIL_THE_COMMIT,
            Table.SERVER_DAILY_COUNTS, UNTIL_THE_COMMIT,
            Table.LINE_BURSTS, UNTIL_THE_COMMIT,
            Table.POOLS, UNTIL_THE_COMMIT,
            Table.REQUESTS, BY_THE_BATCH,
            Table.RECIPIENTS, BY_THE_BATCH,
            Table.RECIPIENT_FOLLOW_UPS, BY_THE_BATCH);

    static final Supplier<Duration> RIGHT = () -> Duration.ZERO;

    private GateTopology() {}

    /**
     * What the topology is made of.
     *
     * @param deserializers make one deserializer a task; likewise serializers and facts
     * @param tick how often waits that fell due are looked for
     * @param pace how time passes
     * @param skew how far this machine's clock is off: nothing, but where a wrong clock is tried out
     * @param forgettingKeys secrets that opt-outs of forgotten people are kept under, see {@link Pseudonyms}
     * @param atHand what the consumers have handed on: when a task asks for a commit, and for how long it judges what is due
     */
    public record Parts(
            Topics topics,
            Supplier<Deserializer<SpecificRecord>> deserializers,
            Supplier<Serializer<SpecificRecord>> serializers,
            Supplier<RecipientFacts> facts,
            PolicyParser parser,
            Duration tick,
            Pace pace,
            Supplier<Duration> skew,
            List<String> forgettingKeys,
            AtHand atHand) {

        /** With time as it is, by a clock that is right, on a thread that has nothing else to do. */
        Parts(
                Topics topics,
                Supplier<Deserializer<SpecificRecord>> deserializers,
                Supplier<Serializer<SpecificRecord>> serializers,
                Supplier<RecipientFacts> facts,
                PolicyParser parser,
                Duration tick) {
            this(
                    topics,
                    deserializers,
                    serializers,
                    facts,
                    parser,
                    tick,
                    Pace.REAL,
                    RIGHT,
                    List.of(),
                    new AtHand(new Share(() -> 0)));
        }
    }

    /** The topology of the gate. */
    public static Topology build(Parts parts, @Nullable StreamsConfig config) {
        Topology topology = config == null ? new Topology() : new Topology(new TopologyConfig(config));
        Topics topics = parts.topics();
        AutoOffsetReset fromTheBeginning = AutoOffsetReset.earliest();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();

        topology.addSource(
                fromTheBeginning,
                "inputs",
                new ClampedTimestamps(),
                bytes,
                bytes,
                topics.inputs().toArray(String[]::new));
        topology.addProcessor(
                "intake", () -> new Intake(topics, parts.deserializers().get(), parts.atHand()), "inputs");
        topology.addSink(
                JOURNAL_SINK,
                topics.journal(),
                new StringSerializer(),
                parts.serializers().get(),
                "intake");
        addDeadLetterSink(topology, DEAD_LETTERS_OF_INTAKE, topics, "intake");

        topology.addSource(fromTheBeginning, "journal", bytes, bytes, topics.journal());
        topology.addProcessor("warden", new WardenSupplier(parts), "journal");
        addSink(topology, APPROVED, topics.approved());
        addSink(topology, DEFERRED, topics.deferred());
        addSink(topology, REJECTED, topics.rejected());
        addSink(topology, ALERTS, topics.alerts());
        addSink(topology, SHADOW_DECISIONS, topics.shadowDecisions());
        addTickSink(topology, topics.ticks());
        addDeadLetterSink(topology, DEAD_LETTERS_OF_WARDEN, topics, "warden");
        return topology;
    }

    /** A sink of what the warden has encoded. */
    private static void addSink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), "warden");
    }

    /** The key of a tick is its partition: time stands beside the entries that it was the time of. */
    @SuppressWarnings("removal") // the method to come is not abstract yet: this one must be implemented
    private static void addTickSink(Topology topology, String topic) {
        StreamPartitioner<String, byte[]> byKey =
                (name, key, value, partitions) -> Optional.of(Set.of(Integer.parseInt(key)));
        topology.addSink(TICKS, topic, new StringSerializer(), new ByteArraySerializer(), byKey, "warden");
    }

    private static void addDeadLetterSink(Topology topology, String name, Topics topics, String parent) {
        topology.addSink(name, topics.deadLetters(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }

    /** The warden comes with the stores that it alone uses. */
    private record WardenSupplier(Parts parts) implements ProcessorSupplier<byte[], byte[], Object, Object> {

        @Override
        public Processor<byte[], byte[], Object, Object> get() {
            return new Warden(parts);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return GateTopology.stores();
        }
    }

    /** The stores in which the warden keeps its rows, one for each {@link Table}. */
    public static Set<StoreBuilder<?>> stores() {
        Set<StoreBuilder<?>> stores = new LinkedHashSet<>();
        for (Table table : Table.values()) {
            stores.add(store(table));
        }
        return stores;
    }

    private static StoreBuilder<?> store(Table table) {
        StoreBuilder<KeyValueStore<String, byte[]>> builder = Stores.keyValueStoreBuilder(
                        RocksRows.supplier(table.storeName()), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_OUTPUT_BYTES)));
        Integer mostRows = HELD_BACK.get(table);
        return mostRows == null ? builder : BufferedStore.around(builder, mostRows);
    }
}
