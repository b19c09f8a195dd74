package dev.linewarden.streams;

import dev.linewarden.contract.Inputs;
import dev.linewarden.contract.Inputs.RefusedException;
import dev.linewarden.contract.Topics;
import dev.linewarden.hints.Article;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.schemas.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Takes every input, normalises it and hands it on under its pool's key, so that all that can change a decision of a pool
 * stands in one order. What cannot be understood becomes a dead letter; nothing stops it. Stateless.
 */
final class Intake implements Processor<byte[], byte[], Object, Object> {

    private final Map<String, @Nullable Class<?>> recordOf = new HashMap<>();
    private final Set<String> compacted;
    private final Deserializer<SpecificRecord> deserializer;
    private final AtHand atHand;
    private @Nullable ProcessorContext<Object, Object> context;

    Intake(Topics topics, Deserializer<SpecificRecord> deserializer, AtHand atHand) {
        topics.all().forEach(spec -> recordOf.put(spec.name(), spec.record()));
        this.compacted = Set.of(topics.lines(), topics.policies());
        this.deserializer = deserializer;
        this.atHand = atHand;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        processorContext.schedule(GateConfig.TICK, PunctuationType.WALL_CLOCK_TIME, timestamp -> {
            if (atHand.share().isCommitOverdue()) {
                processorContext.commit();
            }
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        ProcessorContext<Object, Object> target = Objects.requireNonNull(context);
        RecordMetadata source = target.recordMetadata().orElseThrow();
        take(target, record, source);
        if (atHand.isCommitWanted(source)) {
            target.commit();
        }
    }

    private void take(ProcessorContext<Object, Object> target, Record<byte[], byte[]> record, RecordMetadata source) {
        if (record.value() == null && compacted.contains(source.topic())) {
            // A tombstone: the topic forgets a line or policy, the gate keeps what it knows until told otherwise.
            return;
        }
        try {
            forward(target, read(source.topic(), record.value()), source, record.timestamp());
        } catch (SerializationException | IllegalArgumentException | RefusedException refused) {
            byte[] value = isTooLarge(record.value()) ? null : record.value();
            String error = refused.getMessage() == null ? "not understood" : refused.getMessage();
            target.forward(
                    DeadLetter.of(record.key(), value, source, error, record.timestamp()),
                    GateTopology.DEAD_LETTERS_OF_INTAKE);
        }
    }

    private static boolean isTooLarge(byte @Nullable [] value) {
        return value != null && value.length > Topics.MAX_INPUT_BYTES;
    }

    private SpecificRecord read(String topic, byte @Nullable [] value) {
        if (value == null) {
            throw new SerializationException("the value is null");
        }
        if (isTooLarge(value)) {
            throw new SerializationException("the value has " + value.length + " bytes, allowed are "
                    + Topics.MAX_INPUT_BYTES + "; it is left out here and stays where it was read");
        }
        SpecificRecord input = deserializer.deserialize(topic, value);
        Class<?> expected = recordOf.get(topic);
        if (expected == null || !expected.isInstance(input)) {
            throw new SerializationException(Article.with(input.getSchema().getName()) + " where this topic carries "
                    + (expected == null ? "none" : expected.getSimpleName() + " records"));
        }
        return input;
    }

    private static void forward(
            ProcessorContext<Object, Object> target, SpecificRecord input, RecordMetadata source, long timestamp)
            throws RefusedException {
        String pool = Inputs.normalise(input);
        if (pool.chars().anyMatch(Character::isISOControl)) {
            throw new SerializationException("pool holds a control character");
        }
        Instant receivedAt = Instant.ofEpochMilli(target.currentSystemTimeMs());
        JournalEntry entry = new JournalEntry(
                pool, receivedAt, new Source(source.topic(), source.partition(), source.offset()), input);
        target.forward(new Record<>(pool, entry, timestamp), GateTopology.JOURNAL_SINK);
    }
}
