package dev.linewarden.http;

import dev.linewarden.client.Cluster;
import dev.linewarden.client.TopicReader;
import dev.linewarden.registry.RecordDeserializer;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was decided lately, a minute of the gate's time at a time: counted from the topics, which it begins to read when
 * somebody first looks, three hours back, and then follows. Of all pools, whoever owns them. Thread-safe.
 */
@Singleton
final class Trends {

    private static final Logger LOG = LoggerFactory.getLogger(Trends.class);
    private static final Duration BACK = Duration.ofHours(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int MINUTES_KEPT = 24 * 60;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private final Cluster cluster;
    private final Map<String, NavigableMap<Long, Counts>> pools = new HashMap<>();
    private @Nullable Thread reader;

    Trends(Cluster cluster) {
        this.cluster = cluster;
    }

    /** What was decided in one minute. */
    private static final class Counts {
        private final Map<Outcome, Integer> byOutcome = new EnumMap<>(Outcome.class);
        private final Map<String, Integer> deferred = new HashMap<>();
        private final Map<String, Integer> rejected = new HashMap<>();

        private int count(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, 0);
        }
    }

    /**
     * The latest minutes of a pool.
     *
     * @param minutes their beginnings, as epoch seconds, one after the other
     * @param deferredFor how often each code bound a deferral in all of them
     * @param rejectedFor how often each code rejected
     */
    record Trend(
            List<Long> minutes,
            List<Integer> approved,
            List<Integer> deferred,
            List<Integer> rejected,
            Map<String, Integer> deferredFor,
            Map<String, Integer> rejectedFor) {

        static int sum(List<Integer> counts) {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The minutes up to {@code now}. */
    synchronized Trend of(String pool, Instant now, int minutes) {
        if (reader == null) {
            reader = new Thread(this::follow, "trends");
            reader.setDaemon(true);
            reader.start();
        }
        NavigableMap<Long, Counts> counts = pools.getOrDefault(pool, new TreeMap<>());
        Trend trend = new Trend(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new TreeMap<>(),
                new TreeMap<>());
        long last = now.toEpochMilli() / MILLIS_PER_MINUTE;
        for (long minute = last - minutes + 1; minute <= last; minute++) {
            Counts of = counts.get(minute);
            trend.minutes().add(minute * MILLIS_PER_MINUTE / 1000);
            trend.approved().add(of == null ? 0 : of.count(Outcome.APPROVED));
            trend.deferred().add(of == null ? 0 : of.count(Outcome.DEFERRED));
            trend.rejected().add(of == null ? 0 : of.count(Outcome.REJECTED));
            if (of != null) {
                of.deferred.forEach((code, count) -> trend.deferredFor().merge(code, count, Integer::sum));
                of.rejected.forEach((code, count) -> trend.rejectedFor().merge(code, count, Integer::sum));
            }
        }
        return trend;
    }

    private void follow() {
        while (!Thread.currentThread().isInterrupted()) {
            try (KafkaConsumer<byte[], byte[]> consumer = cluster.consumer()) {
                begin(consumer);
                RecordDeserializer deserializer = cluster.deserializer();
                while (!Thread.currentThread().isInterrupted()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        take(record, deserializer);
                    }
                }
            } catch (InterruptException ending) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "Trends are read again from their beginning: {}",
                        failed.getClass().getName());
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

    private void begin(KafkaConsumer<byte[], byte[]> consumer) {
        synchronized (this) {
            pools.clear();
        }
        Map<TopicPartition, Long> from = new HashMap<>();
        long time = Instant.now().minus(BACK).toEpochMilli();
        TopicReader.partitionsOf(consumer, cluster.topics().decisions())
                .forEach(partition -> from.put(partition, time));
        consumer.assign(from.keySet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(from);
        for (TopicPartition partition : from.keySet()) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.getOrDefault(partition, 0L) : first.offset());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, RecordDeserializer deserializer) {
        try {
            if (record.value() != null
                    && deserializer.deserialize(record.topic(), record.value()) instanceof Decision decision) {
                count(decision);
            }
        } catch (SerializationException notOurs) {
            LOG.debug("a record of {} is none of ours", record.topic());
        }
    }

    private synchronized void count(Decision decision) {
        NavigableMap<Long, Counts> counts =
                pools.computeIfAbsent(decision.getRequest().getPool(), pool -> new TreeMap<>());
        Counts minute =
                counts.computeIfAbsent(decision.getDecidedAt().toEpochMilli() / MILLIS_PER_MINUTE, any -> new Counts());
        minute.byOutcome.merge(decision.getOutcome(), 1, Integer::sum);
        String code = decision.getBindingCode();
        if (code != null && decision.getOutcome() == Outcome.DEFERRED) {
            minute.deferred.merge(code, 1, Integer::sum);
        } else if (code != null && decision.getOutcome() == Outcome.REJECTED) {
            minute.rejected.merge(code, 1, Integer::sum);
        }
        while (counts.size() > MINUTES_KEPT) {
            counts.pollFirstEntry();
        }
    }

    @PreDestroy
    synchronized void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
