package dev.linewarden.bench;

import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.registry.RegistryClient;
import dev.linewarden.registry.RegistryConfig;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.OutboundRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Publishes replies at a rate, whatever becomes of them, and sees how long after its time each has come out. */
final class Timed implements AutoCloseable {

    private final Traffic traffic;
    private final Counter counter;
    private final ToIntFunction<ConsumerRecord<byte[], byte[]>> numberOf;
    private final KafkaProducer<String, SpecificRecord> producer;
    private int published;

    /** @param numberOf tells which request an output belongs to */
    Timed(Traffic traffic, List<String> outputs, ToIntFunction<ConsumerRecord<byte[], byte[]>> numberOf) {
        this.traffic = traffic;
        this.counter = new Counter(traffic.bootstrapServers(), outputs);
        this.numberOf = numberOf;
        this.producer = traffic.producer(0);
    }

    /** Microseconds from the time at which each was to be published until it was read. */
    Histogram run(int perSecond, Duration length) throws InterruptedException {
        int first = published;
        int count = (int) (perSecond * length.toSeconds());
        long began = System.nanoTime();
        long apart = Duration.ofSeconds(1).toNanos() / perSecond;
        Thread publisher = new Thread(() -> publish(first, count, began, apart), "publisher");
        publisher.start();
        Histogram histogram = new Histogram(3);
        counter.each(count, record -> {
            long due = began + (numberOf.applyAsInt(record) - first) * apart;
            histogram.recordValue(Math.max(0, System.nanoTime() - due) / 1_000);
        });
        publisher.join();
        published += count;
        return histogram;
    }

    private void publish(int first, int count, long began, long apart) {
        for (int i = 0; i < count; i++) {
            long due = began + i * apart;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            OutboundRequest request = Traffic.reply(first + i);
            Traffic.send(producer, traffic.topics().outboundRequests(), request.getRequestId(), request);
        }
    }

    /** The number of a request or of a decision about it. */
    static ToIntFunction<ConsumerRecord<byte[], byte[]>> ofRecords(Traffic traffic) {
        RecordDeserializer deserializer = new RecordDeserializer(
                new RegistryClient(RegistryConfig.from(Map.of(RegistryConfig.URL, traffic.registry()))));
        return record -> {
            SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
            OutboundRequest request = Objects.requireNonNull(
                    value instanceof Decision decision ? decision.getRequest() : (OutboundRequest) value);
            return Integer.parseInt(request.getRequestId().substring(1));
        };
    }

    @Override
    public void close() {
        producer.close();
        counter.close();
    }
}
