package dev.linewarden.bench;

import dev.linewarden.contract.Topics;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Table;
import dev.linewarden.streams.ClientsOfTheGate;
import dev.linewarden.streams.GateConfig;
import dev.linewarden.streams.GateTopology;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The limit: what the gate's hops and stores cost when nothing is decoded, judged or encoded. The same topics, partitions and
 * settings, records of the same size, the same stores with as many reads and writes a record ({@link StoreWork}) under keys
 * like the gate's, spread as the gate's are. With fewer of these it shows what each of them takes.
 */
final class NoLogic {

    private static final int MINUTE_MILLIS = 60_000;
    private static final int MINUTES_PER_DAY = 1_440;

    private NoLogic() {}

    /** How much of the gate's state there is. */
    enum State {
        /** None: two hops, and records of the same size. */
        NONE,
        /** The stores without their changelogs: who loses a machine has lost them. */
        NOT_LOGGED,
        /** As in the gate. */
        LOGGED
    }

    static KafkaStreams start(GateConfig config, StoreWork work) {
        return start(config, work, State.LOGGED);
    }

    static KafkaStreams start(GateConfig config, StoreWork work, State state) {
        Topics topics = config.topics();
        Topology topology = new Topology();
        AutoOffsetReset fromTheBeginning = AutoOffsetReset.earliest();
        topology.addSource(
                fromTheBeginning,
                "inputs",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topics.outboundRequests());
        topology.addProcessor("intake", () -> new Carry(work.entryOverhead()), "inputs");
        topology.addSink("to-journal", topics.journal(), new StringSerializer(), new ByteArraySerializer(), "intake");
        topology.addSource(
                fromTheBeginning, "journal", new StringDeserializer(), new ByteArrayDeserializer(), topics.journal());
        topology.addProcessor("warden", new WorkSupplier(work, state), "journal");
        topology.addSink("to-approved", topics.approved(), new StringSerializer(), new ByteArraySerializer(), "warden");
        KafkaStreams streams = new KafkaStreams(topology, config.streamsSettings(), ClientsOfTheGate.get());
        streams.start();
        return streams;
    }

    /** The number of the request that an answer of its belongs to. */
    static int numberOf(ConsumerRecord<byte[], byte[]> answer) {
        return ByteBuffer.wrap(answer.value()).getInt(answer.value().length / 2);
    }

    /** Puts a request under its pool's key, in a value as long as a journal entry that begins with the request's number. */
    private static final class Carry implements Processor<String, byte[], String, byte[]> {
        private final int more;
        private @Nullable ProcessorContext<String, byte[]> context;

        Carry(int more) {
            this.more = more;
        }

        @Override
        public void init(ProcessorContext<String, byte[]> processorContext) {
            context = processorContext;
        }

        @Override
        public void process(Record<String, byte[]> record) {
            int number = Integer.parseInt(record.key().substring(1));
            byte[] entry = ByteBuffer.allocate(more + record.value().length)
                    .putInt(number)
                    .position(more)
                    .put(record.value())
                    .array();
            Objects.requireNonNull(context)
                    .forward(record.withKey(Traffic.poolOf(number)).withValue(entry));
        }
    }

    private record WorkSupplier(StoreWork work, State state)
            implements ProcessorSupplier<String, byte[], String, byte[]> {

        @Override
        public Processor<String, byte[], String, byte[]> get() {
            return new Work(work.decision(), state == State.NONE ? List.of() : work.operations());
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            if (state == State.NONE) {
                return Set.of();
            }
            Set<StoreBuilder<?>> stores = GateTopology.stores();
            if (state == State.NOT_LOGGED) {
                stores.forEach(StoreBuilder::withLoggingDisabled);
            }
            return stores;
        }
    }

    /** Reads and writes as many rows as a reply does, and answers with as many bytes. */
    private static final class Work implements Processor<String, byte[], String, byte[]> {
        private final byte[] decision;
        private final List<StoreWork.Operation> operations;
        private final Map<Table, KeyValueStore<String, byte[]>> stores = new EnumMap<>(Table.class);
        private @Nullable ProcessorContext<String, byte[]> context;

        Work(byte[] decision, List<StoreWork.Operation> operations) {
            this.decision = decision;
            this.operations = operations;
        }

        @Override
        public void init(ProcessorContext<String, byte[]> processorContext) {
            context = processorContext;
            for (StoreWork.Operation operation : operations) {
                Table table = operation.table();
                stores.put(table, processorContext.getStateStore(table.storeName()));
            }
        }

        @Override
        public void process(Record<String, byte[]> record) {
            int number = ByteBuffer.wrap(record.value()).getInt();
            long minute = record.timestamp() / MINUTE_MILLIS;
            for (StoreWork.Operation operation : operations) {
                String key = key(operation.table(), record.key(), number, minute);
                KeyValueStore<String, byte[]> store = Objects.requireNonNull(stores.get(operation.table()));
                byte[] row = operation.row();
                if (row == null) {
                    store.get(key);
                } else {
                    store.put(key, changed(row, number));
                }
            }
            Objects.requireNonNull(context)
                    .forward(record.withKey(Traffic.lineOf(number)).withValue(changed(decision, number)));
        }

        /** As long and as compressible as what the gate writes, and not the same each time. */
        private static byte[] changed(byte[] template, int number) {
            byte[] bytes = template.clone();
            ByteBuffer.wrap(bytes, bytes.length / 2, Integer.BYTES).putInt(number);
            return bytes;
        }

        private static String key(Table table, String pool, int number, long minute) {
            return switch (table) {
                case REQUESTS, DEFERRALS -> Keys.of(pool, "r" + number);
                case RECIPIENTS, RECIPIENT_FOLLOW_UPS -> Keys.of(pool, Traffic.recipientOf(number));
                case LINES -> Keys.of(pool, Traffic.lineOf(number));
                case LINE_ACTIVITY -> Keys.of(pool, Traffic.lineOf(number), "");
                case LINE_BURSTS -> Keys.of(pool, Traffic.lineOf(number), Keys.ordered(minute));
                case SERVER_DAILY_COUNTS ->
                    Keys.of(pool, "server-" + pool + "-0", Keys.ordered(minute / MINUTES_PER_DAY));
                case POOLS -> Keys.of(pool, "clock");
            };
        }
    }
}
