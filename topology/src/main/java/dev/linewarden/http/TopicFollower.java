package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.Decoder;
import dev.linewarden.client.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics into memory on a thread of its own, from some time back, and then follows them; begins when somebody first
 * asks. What fails is begun anew. Thread-safe.
 */
final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final String name;
    private final List<String> topics;
    private final Duration back;
    private final Listener listener;
    private @Nullable Thread thread;
    private volatile boolean hasCaughtUp;

    /** Who keeps what was read; called by one thread. */
    interface Listener {

        /** Everything is told from its beginning: what was told before is to be forgotten. */
        void begins();

        /** A record of ours. */
        void came(SpecificRecord value);
    }

    /**
     * @param name of the thread
     * @param back how far back it begins
     */
    TopicFollower(Cluster cluster, String name, List<String> topics, Duration back, Listener listener) {
        this.cluster = cluster;
        this.name = name;
        this.topics = topics;
        this.back = back;
        this.listener = listener;
    }

    /** Begins, unless it has. */
    synchronized void begin() {
        if (thread == null) {
            thread = new Thread(this::follow, name);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Whether it has read all that was there when it began. */
    boolean hasCaughtUp() {
        return hasCaughtUp;
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try (KafkaConsumer<byte[], byte[]> consumer = cluster.follower()) {
                Map<TopicPartition, Long> ends = seek(consumer);
                listener.begins();
                Decoder decoder = new Decoder(cluster);
                while (!Thread.currentThread().isInterrupted()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        SpecificRecord value = decoder.decode(record);
                        if (value != null) {
                            listener.came(value);
                        }
                    }
                    hasCaughtUp = hasCaughtUp
                            || ends.entrySet().stream()
                                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                }
            } catch (InterruptException ending) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "What {} reads is read again from its beginning: {}",
                        name,
                        failed.getClass().getName());
                hasCaughtUp = false;
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes to where it begins; answers where the topics end now. */
    private Map<TopicPartition, Long> seek(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> from = new HashMap<>();
        long time = Instant.now().minus(back).toEpochMilli();
        TopicReader.partitionsOf(consumer, topics).forEach(partition -> from.put(partition, time));
        consumer.assign(from.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(from);
        for (TopicPartition partition : from.keySet()) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
        return ends;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
