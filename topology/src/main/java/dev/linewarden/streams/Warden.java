package dev.linewarden.streams;

import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Sweeper;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.store.kafka.StoreRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one journal partition in order, asks the gate, forwards what it decides. Waits that fall due are judged on a
 * wall-clock tick of bounded size. Owns no logic: judging is the core's, keeping is {@link StoreRows}'.
 */
final class Warden implements Processor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

    // A tick, or what one entry releases, must end well inside a transaction (30 s and more); a judgement takes some
    // tens of microseconds.
    private static final int JUDGED_AT_ONCE = 2_000;
    // A range over a cached store copies every cached key first: seldom and many rows, not often and few.
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 4_000;

    private final GateTopology.Parts parts;
    private final Deserializer<SpecificRecord> deserializer;
    private @Nullable Running running;
    // The broker's clock as last seen: a machine that lags behind it must not step back at every tick.
    private Instant lastAppended = Instant.MIN;

    Warden(GateTopology.Parts parts) {
        this.parts = parts;
        this.deserializer = parts.deserializers().get();
    }

    private record Running(ProcessorContext<Object, Object> context, Gate gate, Door door, Sweeper sweeper) {}

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        StoreRows rows = new StoreRows(table -> context.getStateStore(table.storeName()));
        Door door = new WardenDoor(context, rows, parts.serializers().get(), parts.topics());
        Gate gate = new Gate(
                rows,
                parts.facts().get(),
                parts.parser(),
                door,
                context.taskId().partition(),
                Build.name());
        Instant now = parts.pace().at(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        running = new Running(context, gate, door, new Sweeper(rows, gate::policyOf, lastInput(rows, now)));
        context.schedule(parts.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    /** A time that has surely passed: the earliest at which a pool of this partition last did something. */
    private static Instant lastInput(StoreRows rows, Instant now) {
        Instant earliest = now;
        for (Row row : rows.range(Table.POOLS, "", "\uffff", Integer.MAX_VALUE)) {
            if (row instanceof PoolClock clock
                    && clock.last() != null
                    && clock.last().isBefore(earliest)) {
                earliest = clock.last();
            }
        }
        return earliest;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Running at = Objects.requireNonNull(running);
        lastAppended = parts.pace().at(Instant.ofEpochMilli(record.timestamp()));
        Instant now = now(at.context());
        try {
            Event event = read(record.value());
            long offset = at.context().recordMetadata().orElseThrow().offset();
            at.gate().process(event, offset, lastAppended, now);
        } catch (SerializationException undecodable) {
            bury(at, record, String.valueOf(undecodable.getMessage()));
        } catch (KafkaException infrastructure) {
            throw infrastructure;
        } catch (RuntimeException bug) {
            report("A journal entry could not be judged and is a dead letter now", bug);
            bury(at, record, "could not be judged: " + bug.getClass().getSimpleName());
        }
        drain(at, now, JUDGED_AT_ONCE);
    }

    private static void bury(Running at, Record<byte[], byte[]> record, String error) {
        at.context()
                .forward(
                        DeadLetter.of(
                                record.key(),
                                record.value(),
                                at.context().recordMetadata().orElseThrow(),
                                error,
                                record.timestamp()),
                        GateTopology.DEAD_LETTERS_OF_WARDEN);
    }

    private Event read(byte[] value) {
        if (!(deserializer.deserialize("", value) instanceof JournalEntry entry)) {
            throw new SerializationException("no JournalEntry");
        }
        return Records.toEvent((SpecificRecord) entry.getEvent());
    }

    private void tick(long timestamp) {
        Running at = Objects.requireNonNull(running);
        drain(at, now(at.context()), JUDGED_AT_ONCE);
    }

    private void sweep(long timestamp) {
        Running at = Objects.requireNonNull(running);
        Step step = at.sweeper()
                .sweep(now(at.context()), parts.pace().over(SWEEP), SWEPT_AT_ONCE)
                .step();
        if (!step.changes().isEmpty()) {
            at.door().pass(step);
        }
    }

    private void drain(Running at, Instant now, int limit) {
        try {
            at.gate().drain(now, limit);
        } catch (KafkaException infrastructure) {
            throw infrastructure;
        } catch (RuntimeException bug) {
            report("A waiting request could not be judged and is tried again later", bug);
            at.gate().park(now);
        }
    }

    /** Where a bug is, without its message: that may hold a handle or a text. */
    private static void report(String what, RuntimeException bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        LOG.error(
                "{}; this is a bug: {} at {}",
                what,
                bug.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
    }

    private Instant now(ProcessorContext<?, ?> context) {
        Instant system = parts.pace().at(Instant.ofEpochMilli(context.currentSystemTimeMs()));
        return system.isBefore(lastAppended) ? lastAppended : system;
    }
}
