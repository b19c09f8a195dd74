package dev.linewarden.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.core.state.ServerDay;
import dev.linewarden.core.state.Table;
import dev.linewarden.embedded.EmbeddedKafka;
import dev.linewarden.embedded.EmbeddedRegistry;
import dev.linewarden.embedded.Ports;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.store.kafka.ReadOnlyStoreView;
import dev.linewarden.streams.GateRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * What a kill in the middle does to a gate and to what a user would build instead. The workers with Redis and PostgreSQL are killed
 * between the store's commit and the producer's, and between the producer's and that of the offsets; the gate is killed while it
 * decides; and the machine of Redis fails within the second in which nothing need be on disk.
 */
public final class KillBench {

    private static final int REQUESTS = Integer.getInteger("bench.requests", 8_000);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BenchTopics topics;
    private final RecordDeserializer deserializer;
    private final ObjectNode json = new ObjectMapper().createObjectNode().put("requests", REQUESTS);

    private KillBench(BenchTopics topics) {
        this.topics = topics;
        this.deserializer = new RecordDeserializer(new RegistryClient(
                RegistryConfig.from(Map.of(RegistryConfig.URL, topics.registry().url()))));
    }

    /**
     * @param args the file to write the figures to
     */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("kill");
        List<Rival> rivals = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free());
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers(), Ports.free())) {
            KillBench bench = new KillBench(new BenchTopics(kafka, registry, directory));
            Optional<RedisRival> redis = RedisRival.start(directory.resolve("redis"));
            redis.ifPresent(rivals::add);
            PostgresRival.start().ifPresent(rivals::add);
            System.out.printf(
                    "%n%-52s%11s%11s%11s%11s%11s%9s%n",
                    "", "counted", "written", "counted", "written", "written", "never");
            System.out.printf(
                    "%-52s%11s%11s%11s%11s%11s%9s%n", "", "at kill", "at kill", "at end", "at end", "twice", "written");
            for (Rival rival : rivals) {
                bench.kill(rival, RivalWorker.Point.COUNTED);
                bench.kill(rival, RivalWorker.Point.WRITTEN);
            }
            bench.killGate();
            if (redis.isPresent()) {
                bench.failRedis(redis.get());
            }
            Rounds.save(bench.json, Path.of(args[0]));
            System.out.println("written to " + args[0]);
        } finally {
            rivals.forEach(Rival::close);
            Utils.delete(directory.toFile());
        }
    }

    private void kill(Rival rival, RivalWorker.Point point) throws Exception {
        BenchTopics.Named named = topics.prepare(rival.name().replace(' ', '-') + point + ".");
        named.traffic().publishRequests(REQUESTS);
        rival.begin(Traffic.known(), Instant.now());
        RivalProcess.killAt(point, rival, named);
        long counted = rival.counted();
        List<String> output = List.of(PassThrough.output(named.topics()));
        try (Written written = new Written(output)) {
            int before = written.all();
            try (RivalWorker worker = RivalWorker.start(named, rival)) {
                written.untilAllOf(REQUESTS, worker::check);
            }
            written.rest();
            String when = point == RivalWorker.Point.COUNTED ? "store and producer" : "producer and offsets";
            row(rival.name() + ", killed between " + when, counted, before, rival.counted(), written);
        }
    }

    private void killGate() throws Exception {
        BenchTopics.Named named = topics.prepare("gate.");
        named.traffic().publishSetUp();
        try (Written written = new Written(named.topics().decisions())) {
            try (Counter journal = new Counter(
                            topics.kafka().bootstrapServers(),
                            List.of(named.topics().journal()));
                    GateProcess first = GateProcess.start(named.config())) {
                journal.recordsPerSecond(Traffic.SET_UP_RECORDS);
                named.traffic().publishRequests(REQUESTS);
                written.untilAllOf(REQUESTS / 10, () -> {});
                first.kill();
            }
            int before = written.all();
            try (GateRunner second = GateRunner.start(named.config())) {
                second.awaitRunning(PATIENCE);
                written.untilAllOf(REQUESTS, () -> {});
                long counted = counted(second);
                written.rest();
                row("gate, killed while it decides", -1, before, counted, written);
                if (written.count != REQUESTS || counted != REQUESTS) {
                    throw new IllegalStateException("the gate has lost or doubled something");
                }
            }
        }
    }

    /** Sends that the gate has counted, over all servers. */
    private static long counted(GateRunner gate) {
        AtomicLong sum = new AtomicLong();
        for (int partition = 0; partition < gate.config().partitions(); partition++) {
            ReadOnlyStoreView.of(gate.streams(), partition)
                    .forEach(Table.SERVER_DAILY_COUNTS, row -> sum.addAndGet(((ServerDay) row).sends()));
        }
        return sum.get();
    }

    /** What is judged and answered behind the last write that is surely on disk, and what of it is counted behind the failure. */
    private void failRedis(RedisRival redis) throws Exception {
        redis.begin(Traffic.known(), Instant.now());
        long kept = redis.bytesOnDisk();
        long began = System.nanoTime();
        int answered = 0;
        try (Rival.Judge judge = redis.connect()) {
            while (answered < 5_000 && System.nanoTime() - began < 900_000_000L) {
                List<Rival.Asked> batch = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    batch.add(new Rival.Asked(Traffic.reply(answered + i), "failed-0-" + (answered + i)));
                }
                judge.judge(batch, Collections.nCopies(batch.size(), false), Instant.now());
                answered += batch.size();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long before = redis.counted();
        redis.fail(kept);
        System.out.printf(
                Locale.ROOT,
                "redis, its machine fails %.1f s later: %,d sends answered and counted, %,d of them counted afterwards%n",
                seconds,
                before,
                redis.counted());
        json.putObject("redis_machine_fails")
                .put("answered", answered)
                .put("counted_before", before)
                .put("counted_after", redis.counted());
    }

    private void row(String what, long countedThen, int writtenThen, long countedNow, Written written) {
        System.out.printf(
                Locale.ROOT,
                "%-52s%11s%,11d%,11d%,11d%,11d%,9d%n",
                what,
                countedThen < 0 ? "-" : String.format(Locale.ROOT, "%,d", countedThen),
                writtenThen,
                countedNow,
                written.count,
                written.count - written.times.size(),
                REQUESTS - written.times.size());
        ObjectNode row = json.putObject(what.replaceAll("[^a-z]+", "_"));
        if (countedThen >= 0) {
            row.put("counted_at_kill", countedThen);
        }
        row.put("written_at_kill", writtenThen)
                .put("counted", countedNow)
                .put("written", written.count)
                .put("written_twice", written.count - written.times.size())
                .put("never_written", REQUESTS - written.times.size());
    }

    /** What a reader of committed records sees of each request. */
    private final class Written implements AutoCloseable {
        private final Counter counter;
        private final Map<String, Integer> times = new HashMap<>();
        private int count;

        Written(List<String> of) {
            counter = new Counter(topics.kafka().bootstrapServers(), of);
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            SpecificRecord value = Objects.requireNonNull(deserializer.deserialize(record.topic(), record.value()));
            String id = value instanceof Decision decision
                    ? decision.getRequest().getRequestId()
                    : ((OutboundRequest) value).getRequestId();
            times.merge(id, 1, Integer::sum);
            count++;
        }

        void untilAllOf(int requests, Runnable check) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (times.size() < requests) {
                check.run();
                counter.some(this::take);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("only " + times.size() + " of " + requests + " within " + PATIENCE);
                }
            }
        }

        /** How many there are by now. */
        int all() {
            rest();
            return count;
        }

        /** Reads to the end. */
        void rest() {
            counter.rest(this::take);
        }

        @Override
        public void close() {
            counter.close();
        }
    }
}
