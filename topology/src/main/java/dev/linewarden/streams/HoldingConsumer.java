package dev.linewarden.streams;

import dev.linewarden.registry.RecordDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that hands on only what can be decoded without asking the registry. A record with a schema that is not known yet
 * stays in its topic: its partition is set back to it and paused until the schema is there, in order and for as long as it
 * takes.
 *
 * <p>Why here. A stream thread that waits in a processor for longer than {@code transaction.timeout.ms} (30 s) loses its
 * transaction, one that waits for longer than {@code max.poll.interval.ms} (5 min) its partitions; one that throws is
 * replaced, and under exactly-once its state with it. Here nothing waits and nothing is thrown: the thread polls on, other
 * partitions and what falls due are judged as ever, and the offset that is committed is never past what was handed on.
 */
final class HoldingConsumer extends KafkaConsumer<byte[], byte[]> {

    // How late a schema that has come is noticed while nothing else comes in.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final IntPredicate isSettled;
    private final AtHand atHand;
    private final Budget commits = AtHand.budget();
    private final Map<TopicPartition, Integer> held = new HashMap<>();
    // What the owner has paused for reasons of its own stays so when the schema comes.
    private final Set<TopicPartition> pausedByOwner = new HashSet<>();

    /**
     * @param isSettled whether a schema's id needs no asking; if it does, has it asked elsewhere and returns at once
     * @param atHand is told what is handed on
     */
    HoldingConsumer(Map<String, Object> settings, IntPredicate isSettled, AtHand atHand) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.isSettled = isSettled;
        this.atHand = atHand;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        release();
        atHand.share().pollBegins();
        ConsumerRecords<byte[], byte[]> polled = super.poll(atMost(timeout));
        Map<TopicPartition, Integer> found = firstUnsettled(polled);
        ConsumerRecords<byte[], byte[]> handedOn = found.isEmpty() ? polled : hold(polled, found);
        atHand.handedOn(handedOn, assignment(), commits);
        return handedOn;
    }

    private Duration atMost(Duration timeout) {
        // While more is due than was judged, nothing is waited for that may not come.
        Duration most = atHand.share().isBehind() ? Duration.ZERO : held.isEmpty() ? timeout : LOOK_AGAIN;
        return timeout.compareTo(most) < 0 ? timeout : most;
    }

    private void release() {
        Set<TopicPartition> assigned = assignment();
        held.keySet().retainAll(assigned);
        pausedByOwner.retainAll(assigned);
        Set<TopicPartition> free = new HashSet<>();
        held.forEach((partition, id) -> {
            if (isSettled.test(id)) {
                free.add(partition);
            }
        });
        held.keySet().removeAll(free);
        free.removeAll(pausedByOwner);
        super.resume(free);
    }

    /** For each partition with a record that cannot be decoded yet, the place of the first such record in what was polled. */
    private Map<TopicPartition, Integer> firstUnsettled(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, Integer> found = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            // Neighbours mostly have the same schema: it is looked up once.
            int last = -1;
            for (int i = 0; i < records.size(); i++) {
                OptionalInt id = RecordDeserializer.schemaId(records.get(i).value());
                if (id.isPresent() && id.getAsInt() != last) {
                    last = id.getAsInt();
                    if (!isSettled.test(last)) {
                        found.put(partition, i);
                        held.put(partition, last);
                        break;
                    }
                }
            }
        }
        return found;
    }

    private ConsumerRecords<byte[], byte[]> hold(
            ConsumerRecords<byte[], byte[]> polled, Map<TopicPartition, Integer> found) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> handedOn = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            int end = found.getOrDefault(partition, records.size());
            if (end < records.size()) {
                ConsumerRecord<byte[], byte[]> first = records.get(end);
                OffsetAndMetadata back = new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
                seek(partition, back);
                super.pause(List.of(partition));
                next.put(partition, back);
            }
            if (end == 0) {
                next.remove(partition);
            } else {
                handedOn.put(partition, records.subList(0, end));
            }
        }
        return new ConsumerRecords<>(handedOn, next);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        pausedByOwner.addAll(partitions);
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        pausedByOwner.removeAll(partitions);
        List<TopicPartition> free = new ArrayList<>(partitions);
        free.removeAll(held.keySet());
        super.resume(free);
    }
}
