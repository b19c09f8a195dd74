package dev.linewarden.bench;

import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RecordSerializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.OutboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Consumer, store, producer, at least once: a batch of up to a thousand requests is judged in one go, what may be sent is written,
 * and once the broker has it the offsets are committed. As many threads as the gate has.
 */
final class RivalWorker implements AutoCloseable {

    private static final int BATCH = 1_000;
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(21, 0);

    private final BenchTopics.Named named;
    private final Rival rival;
    private final Witness witness;
    private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<RuntimeException> broken = new ConcurrentLinkedQueue<>();

    /** How far a batch has come: where a kill shows what is lost or done twice. */
    enum Point {
        /** The store has counted it, and nothing of it is written. */
        COUNTED,
        /** The broker has all of it, and the offsets are not committed. */
        WRITTEN
    }

    /** Is told at each point of each batch, by the thread that works on it. */
    interface Witness {
        void at(Point point);
    }

    private RivalWorker(BenchTopics.Named named, Rival rival, Witness witness) {
        this.named = named;
        this.rival = rival;
        this.witness = witness;
    }

    static RivalWorker start(BenchTopics.Named named, Rival rival) {
        return start(named, rival, point -> {});
    }

    static RivalWorker start(BenchTopics.Named named, Rival rival, Witness witness) {
        RivalWorker worker = new RivalWorker(named, rival, witness);
        for (int i = 0; i < BenchTopics.THREADS; i++) {
            KafkaConsumer<byte[], byte[]> consumer = worker.consumer();
            worker.consumers.add(consumer);
            Thread thread = new Thread(() -> worker.work(consumer), rival.name() + "-" + i);
            worker.threads.add(thread);
            thread.start();
        }
        return worker;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        named.config().bootstrapServers(),
                        "group.id",
                        named.config().applicationId() + "-worker",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        // As the gate has it: who is killed is missed after ten seconds.
                        "session.timeout.ms",
                        10_000,
                        "max.poll.records",
                        BATCH),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<String, SpecificRecord> producer(RegistryClient registry) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        named.config().bootstrapServers(),
                        "acks",
                        "all",
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        5,
                        "batch.size",
                        131_072),
                new StringSerializer(),
                new RecordSerializer(registry));
    }

    private void work(KafkaConsumer<byte[], byte[]> consumer) {
        RegistryClient registry =
                new RegistryClient(RegistryConfig.from(named.config().serdeSettings()));
        RecordDeserializer deserializer = new RecordDeserializer(registry);
        try (consumer;
                KafkaProducer<String, SpecificRecord> producer = producer(registry);
                Rival.Judge judge = rival.connect()) {
            consumer.subscribe(List.of(named.topics().outboundRequests()));
            while (!Thread.currentThread().isInterrupted()) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                if (!polled.isEmpty()) {
                    take(polled, deserializer, judge, producer);
                    consumer.commitSync();
                }
            }
        } catch (WakeupException asked) {
            // It is to end.
        } catch (RuntimeException thrown) {
            broken.add(thrown);
        }
    }

    private void take(
            ConsumerRecords<byte[], byte[]> polled,
            RecordDeserializer deserializer,
            Rival.Judge judge,
            KafkaProducer<String, SpecificRecord> producer) {
        Instant now = Instant.now();
        List<Rival.Asked> batch = new ArrayList<>(polled.count());
        List<Boolean> quiet = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            OutboundRequest request =
                    (OutboundRequest) Objects.requireNonNull(deserializer.deserialize(record.topic(), record.value()));
            batch.add(new Rival.Asked(request, record.topic() + "-" + record.partition() + "-" + record.offset()));
            quiet.add(isQuiet(request, now));
        }
        List<String> answers = judge.judge(batch, quiet, now);
        witness.at(Point.COUNTED);
        for (int i = 0; i < batch.size(); i++) {
            String answer = answers.get(i);
            OutboundRequest request = batch.get(i).request();
            if (answer.startsWith("!")) {
                // Of what is measured everything may be sent, as at the gate.
                throw new IllegalStateException("refused: " + answer);
            }
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(PassThrough.output(named.topics()), answer, request));
        }
        producer.flush();
        witness.at(Point.WRITTEN);
    }

    private static boolean isQuiet(OutboundRequest request, Instant now) {
        LocalTime local = LocalTime.ofInstant(now, ZoneId.of(Objects.requireNonNull(request.getTimeZone())));
        return local.isBefore(MORNING) || !local.isBefore(EVENING);
    }

    /** Throws what a thread ended with before it was to end. */
    void check() {
        RuntimeException first = broken.peek();
        if (first != null) {
            throw new IllegalStateException(rival.name() + " has failed", first);
        }
    }

    @Override
    public void close() {
        consumers.forEach(KafkaConsumer::wakeup);
        threads.forEach(RivalWorker::await);
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }
}
