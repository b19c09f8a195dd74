package dev.linewarden.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linewarden.audit.StoryJson;
import dev.linewarden.client.Cluster;
import dev.linewarden.client.Decoder;
import dev.linewarden.client.TopicReader;
import dev.linewarden.contract.AvroJson;
import dev.linewarden.schemas.Alert;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Operation;
import io.micronaut.http.sse.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/** One browser's or service's reader of what is decided, alerted and done, from where it was or from now on. */
final class LiveReader {

    private static final Duration POLL = Duration.ofMillis(200);
    // Proxies close what is silent for a minute; a page calls its data stale after less.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final List<String> topics;
    private final @Nullable String pool;
    private final Position position;

    /**
     * @param pool the only pool to tell of; null for all
     * @param position where to go on; partitions that it does not name begin now
     */
    LiveReader(Cluster cluster, List<String> topics, @Nullable String pool, Position position) {
        this.cluster = cluster;
        this.topics = topics;
        this.pool = pool;
        this.position = position;
    }

    /** Reads until nobody listens any more. */
    void readInto(FluxSink<Event<byte[]>> sink) {
        Decoder decoder = new Decoder(cluster);
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.follower()) {
            begin(consumer);
            sink.next(heartbeat());
            long beat = System.nanoTime();
            while (!sink.isCancelled()) {
                // Who reads slowly is read for slowly: what waits stays in Kafka.
                if (sink.requestedFromDownstream() > 0) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        tell(record, decoder, sink);
                    }
                } else {
                    LockSupport.parkNanos(POLL.toNanos());
                }
                if (System.nanoTime() - beat > HEARTBEAT.toNanos()) {
                    sink.next(heartbeat());
                    beat = System.nanoTime();
                }
            }
        } catch (RuntimeException failed) {
            // The reader comes back by itself, with the position that it has.
            sink.complete();
        }
    }

    private void begin(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = TopicReader.partitionsOf(consumer, topics);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        position.next().keySet().retainAll(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            long from = position.next().getOrDefault(partition, end);
            long start = Math.max(begins.getOrDefault(partition, 0L), Math.min(from, end));
            consumer.seek(partition, start);
            position.next().put(partition, start);
        }
    }

    private Event<byte[]> heartbeat() {
        byte[] data = ("{\"at\":\"" + Instant.now() + "\"}").getBytes(StandardCharsets.UTF_8);
        return Event.of(data).name("heartbeat").id(position.toString());
    }

    private void tell(ConsumerRecord<byte[], byte[]> record, Decoder decoder, FluxSink<Event<byte[]>> sink) {
        position.pass(new TopicPartition(record.topic(), record.partition()), record.offset());
        SpecificRecord value = decoder.decode(record);
        if (value instanceof Decision decision && isWanted(decision.getRequest().getPool())) {
            sink.next(event("decision", StoryJson.decision(decision, false)));
        } else if (value instanceof Operation operation && isWanted(operation.getPool())) {
            sink.next(event("operation", AvroJson.write(operation)));
        } else if (value instanceof Alert alert && isWanted(alert.getPool())) {
            sink.next(event("alert", AvroJson.write(alert)));
        }
    }

    private boolean isWanted(String its) {
        return pool == null || pool.equals(its);
    }

    private Event<byte[]> event(String name, ObjectNode data) {
        return Event.of(Json.bytes(data)).name(name).id(position.toString());
    }
}
