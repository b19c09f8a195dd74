package dev.linewarden.streams;

import dev.linewarden.contract.Records;
import dev.linewarden.contract.Topics;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.schemas.Tick;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what moves the gate beside the journal's entries, in the transaction in which it does: when it read the clock,
 * what it woke, parked and swept, which entry a bug buried. What moved nothing is not written.
 */
final class TickLog {

    private final ProcessorContext<Object, Object> context;
    private final Serializer<SpecificRecord> serializer;
    private final Topics topics;
    private final String partition;
    private final dev.linewarden.schemas.@Nullable Pace pace;

    TickLog(ProcessorContext<Object, Object> context, Serializer<SpecificRecord> serializer, Topics topics, Pace pace) {
        this.context = context;
        this.serializer = serializer;
        this.topics = topics;
        this.pace = Records.toRecord(pace);
        this.partition = Integer.toString(context.taskId().partition());
    }

    /** The clock was read for the entries that follow {@code afterOffset}. */
    void read(long afterOffset, Instant now) {
        write(new Tick(afterOffset, now, 0, false, false, null, pace));
    }

    /** So many steps of what was due were taken; the next was parked if it could not be. */
    void woke(long afterOffset, Instant now, int steps, boolean parked) {
        write(new Tick(afterOffset, now, steps, parked, false, null, null));
    }

    /** The entry itself could not be judged. */
    void buried(long offset, Instant now) {
        write(new Tick(offset, now, 0, false, true, null, null));
    }

    /** A stretch of a store was swept, and held something to remove. */
    void swept(long afterOffset, Instant now, Sweeper.Sweep sweep) {
        write(new Tick(afterOffset, now, 0, false, false, Records.toRecord(sweep), null));
    }

    private void write(Tick tick) {
        byte[] value = serializer.serialize(topics.ticks(), tick);
        context.forward(
                new Record<>((Object) partition, (Object) value, tick.getNow().toEpochMilli()), GateTopology.TICKS);
    }
}
