package dev.linewarden.client;

import dev.linewarden.registry.RecordDeserializer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What several partitions hold now, each in order, as one stream in order. Keeps a few fetches of each partition: one that
 * is ahead of the others is not read on until they have come up with it.
 */
public final class MergedRecords<T> implements Iterator<T>, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST_AHEAD = 2_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDeserializer deserializer;
    private final Predicate<byte[]> wanted;
    private final Function<SpecificRecord, @Nullable T> selection;
    private final Map<TopicPartition, Source> sources = new HashMap<>();
    private final PriorityQueue<Source> heads;
    // Those of which no next record is known, and whose end has not been reached.
    private final List<Source> dry = new ArrayList<>();
    private @Nullable Long oldest;

    private final class Source {
        private final TopicPartition partition;
        private final long end;
        private final Deque<T> fetched = new ArrayDeque<>();
        private boolean isPaused;

        Source(TopicPartition partition, long end) {
            this.partition = partition;
            this.end = end;
        }

        boolean isRead() {
            return consumer.position(partition) >= end;
        }
    }

    /**
     * A reader at the partitions' beginnings.
     *
     * @param wanted asked of each record's bytes; what it does not want is not decoded, which is most of the work
     * @param selection what is looked for in a record; null for nothing
     * @throws ClusterException for a topic that is not there
     */
    public MergedRecords(
            Cluster cluster,
            List<String> topics,
            Predicate<byte[]> wanted,
            Function<SpecificRecord, @Nullable T> selection,
            Comparator<? super T> order) {
        this.wanted = wanted;
        this.selection = selection;
        heads = new PriorityQueue<>((one, other) -> order.compare(one.fetched.getFirst(), other.fetched.getFirst()));
        deserializer = cluster.deserializer();
        consumer = cluster.consumer();
        try {
            List<TopicPartition> partitions = TopicReader.partitionsOf(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                Source source = new Source(partition, ends.getOrDefault(partition, 0L));
                sources.put(partition, source);
                dry.add(source);
                if (begins.getOrDefault(partition, 0L) > 0) {
                    oldest = Math.max(oldest == null ? 0 : oldest, appendedFirst(partition, source.end));
                }
            }
            consumer.seekToBeginning(partitions);
        } catch (RuntimeException failed) {
            consumer.close();
            throw failed;
        }
    }

    /** When the first record that is left of a partition was appended; what went before has been let go of. */
    private long appendedFirst(TopicPartition partition, long end) {
        List<TopicPartition> all = new ArrayList<>(consumer.assignment());
        consumer.pause(all);
        consumer.resume(List.of(partition));
        try {
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.timestamp();
                }
            }
            // All of it is gone: nothing is known up to now.
            return System.currentTimeMillis();
        } finally {
            consumer.resume(all);
        }
    }

    /** When the youngest of the partitions that have let go of something begins, in epoch milliseconds; null for none. */
    public @Nullable Long oldest() {
        return oldest;
    }

    @Override
    public boolean hasNext() {
        fill();
        return !heads.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the partitions are read to their ends");
        }
        Source first = heads.remove();
        T value = first.fetched.removeFirst();
        if (!first.fetched.isEmpty()) {
            heads.add(first);
        } else if (!first.isRead()) {
            dry.add(first);
        }
        return value;
    }

    /** Reads until of each partition a next record is known, or that there is none. */
    private void fill() {
        while (!dry.isEmpty()) {
            for (Source source : dry) {
                resume(source);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            dry.removeIf(source -> {
                if (!source.fetched.isEmpty()) {
                    heads.add(source);
                    return true;
                }
                return source.isRead();
            });
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Source source = sources.get(new TopicPartition(record.topic(), record.partition()));
        if (source == null || record.offset() >= source.end) {
            return;
        }
        T selected = record.value() == null || !wanted.test(record.value()) ? null : selected(record);
        if (selected != null) {
            source.fetched.add(selected);
        }
        if (source.fetched.size() > MOST_AHEAD && !source.isPaused) {
            consumer.pause(List.of(source.partition));
            source.isPaused = true;
        }
    }

    private @Nullable T selected(ConsumerRecord<byte[], byte[]> record) {
        SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
        return value == null ? null : selection.apply(value);
    }

    private void resume(Source source) {
        if (source.isPaused) {
            consumer.resume(List.of(source.partition));
            source.isPaused = false;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
