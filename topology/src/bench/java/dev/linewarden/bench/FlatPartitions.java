package dev.linewarden.bench;

import dev.linewarden.contract.LineUpdates;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.schemas.ConversationEvent;
import dev.linewarden.schemas.ConversationKind;
import dev.linewarden.schemas.LineStatus;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.PolicyUpdate;
import dev.linewarden.streams.GateRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.utils.Utils;

/**
 * Replies on the live gate with so many partitions, all of which are busy: ten times as many pools as the most partitions, and two
 * threads as ever. A partition is a task with nine stores, nine changelogs and a commit of its own.
 */
final class FlatPartitions {

    private static final int POOLS = 480;
    private static final int PEOPLE = 9_600;
    private static final int REPLIES = 8_000;
    private static final int BATCHES = 3;

    private final BenchTopics.Named named;
    private final String variant;
    private int published;

    private FlatPartitions(BenchTopics.Named named, String variant) {
        this.named = named;
        this.variant = variant;
    }

    /**
     * On a broker of its own: what one has left behind is not to weigh on the next.
     *
     * @param variant what the settings are called; nothing for those of the gate as it is
     * @param settings further settings of the gate
     */
    static FlatBench.Figure measure(int partitions, String variant, Map<String, String> settings) throws Exception {
        Path directory = Files.createTempDirectory("flat-partitions");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            BenchTopics topics = new BenchTopics(kafka, registry, directory);
            return new FlatPartitions(topics.prepare("flat" + partitions + ".", partitions, settings), variant)
                    .measure();
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private FlatBench.Figure measure() throws Exception {
        String broker = named.config().bootstrapServers();
        try (Counter journal = new Counter(broker, List.of(named.topics().journal()));
                Counter decided = new Counter(broker, named.topics().decisions());
                GateRunner gate = GateRunner.start(named.config())) {
            gate.awaitRunning(Duration.ofMinutes(3));
            journal.recordsPerSecond(setUp());
            double least = Double.MAX_VALUE;
            for (int batch = 0; batch <= BATCHES; batch++) {
                // The stream threads are there from the first to the last look, as CpuTime wants it.
                CpuTime before = CpuTime.now();
                replies();
                decided.recordsPerSecond(REPLIES);
                double micros = CpuTime.now().streamMicrosSince(before, REPLIES);
                least = batch == 0 ? least : Math.min(least, micros);
            }
            return new FlatBench.Figure(
                    "a reply, by partitions (live gate" + variant + ")",
                    named.config().partitions(),
                    least,
                    ChangelogSize.bytesBelow(named.config().stateDirectory()));
        }
    }

    /** How many entries it makes. */
    private int setUp() {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = named.traffic().producer(20)) {
            for (int pool = 0; pool < POOLS; pool++) {
                Traffic.send(
                        producer,
                        named.topics().policies(),
                        pool(pool),
                        new PolicyUpdate(pool(pool), FlatPool.POLICY, now));
                Traffic.send(
                        producer,
                        named.topics().lines(),
                        line(pool),
                        LineUpdates.of(pool(pool), line(pool), "server-" + pool, LineStatus.ACTIVE, null, now, null));
            }
            producer.flush();
            for (int person = 0; person < PEOPLE; person++) {
                Traffic.send(
                        producer,
                        named.topics().conversationEvents(),
                        Traffic.recipient(person),
                        new ConversationEvent(
                                "e" + person,
                                pool(person % POOLS),
                                line(person % POOLS),
                                Traffic.recipient(person),
                                ConversationKind.INBOUND_MESSAGE,
                                now,
                                "hello",
                                null));
            }
        }
        return 2 * POOLS + PEOPLE;
    }

    private void replies() {
        Instant now = Instant.now();
        try (KafkaProducer<String, SpecificRecord> producer = named.traffic().producer(20)) {
            for (int i = 0; i < REPLIES; i++) {
                int person = published % PEOPLE;
                OutboundRequest request =
                        Traffic.request("p" + published++, pool(person % POOLS), Traffic.recipient(person), now);
                Traffic.send(producer, named.topics().outboundRequests(), request.getRequestId(), request);
            }
        }
    }

    private static String pool(int number) {
        return "pool-" + number;
    }

    private static String line(int pool) {
        return "line-of-pool-" + pool;
    }
}
