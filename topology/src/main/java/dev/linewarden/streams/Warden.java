package dev.linewarden.streams;

import dev.linewarden.contract.Build;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Shadows;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.state.PoolClock;
import dev.linewarden.core.state.Pseudonyms;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.core.state.Table;
import dev.linewarden.schemas.JournalEntry;
import dev.linewarden.store.UnreadableRowException;
import dev.linewarden.store.kafka.StoreRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one journal partition in order, asks the gate, forwards what it decides. Waits that fall due are judged on a
 * wall-clock tick of bounded size. Owns no logic: judging is the core's, keeping is {@link StoreRows}'.
 *
 * <p>Time is an input of the gate like any other, and recorded: the journal and what {@link TickLog} writes are all that a
 * decision depends on. For entries the clock is read once for a batch, which lasts a tick at most; so {@code decided_at} may
 * lie up to a tick (50 ms) before the time at which an entry was judged.
 */
final class Warden implements Processor<byte[], byte[], Object, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

    // A tick, or what one entry releases, must end well inside a transaction (30 s and more), also where no slice ends
    // it; a judgement takes some tens of microseconds.
    private static final int JUDGED_AT_ONCE = 2_000;
    // More is due than a slice takes: the next follows soon, but not so soon that a thread only looks at clocks.
    private static final Duration SOON = Duration.ofMillis(1);
    // Of each pool that has a second policy: it may be late, the first may not be late for it.
    private static final int SHADOWED_AT_ONCE = 500;
    // A range over a cached store copies every cached key first: seldom and many rows, not often and few.
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int SWEPT_AT_ONCE = 4_000;

    private final GateTopology.Parts parts;
    private final Deserializer<SpecificRecord> deserializer;
    private @Nullable Running running;
    // The broker's clock as last seen: a machine that lags behind it must not step back at every tick.
    private Instant lastAppended = Instant.MIN;
    private long lastOffset;
    // The clock as read for the batch of entries at hand; null when the next entry is to read it.
    private @Nullable Instant reading;
    // The time of the last step: none may come at an earlier one.
    private Instant last = Instant.MIN;
    // Set while more is due than was judged.
    private @Nullable Cancellable catchingUp;

    Warden(GateTopology.Parts parts) {
        this.parts = parts;
        this.deserializer = parts.deserializers().get();
    }

    private record Running(
            ProcessorContext<Object, Object> context,
            Gate gate,
            Door door,
            Sweeper sweeper,
            TickLog ticks,
            Shadows shadows) {}

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        StoreRows rows = new StoreRows(table -> context.getStateStore(table.storeName()));
        Serializer<SpecificRecord> serializer = parts.serializers().get();
        Door out = new WardenDoor(context, rows, serializer, parts.topics());
        RecipientFacts facts = parts.facts().get();
        Pseudonyms pseudonyms = new Pseudonyms(parts.forgettingKeys());
        Shadows.Gates gates = (view, way) ->
                new Gate(view, facts, parts.parser(), way, context.taskId().partition(), Build.name(), pseudonyms);
        Shadows shadows = new Shadows(rows, out, parts.parser(), gates);
        Door door = step -> {
            out.pass(step);
            shadows.changed(step);
        };
        Gate gate = gates.over(rows, door);
        Instant now = system(context);
        Standing standing = Standing.of(rows, now);
        running = new Running(
                context,
                gate,
                door,
                new Sweeper(rows, gate::policyOf, standing.earliestInput()),
                new TickLog(context, serializer, parts.topics(), parts.pace()),
                shadows);
        lastOffset = standing.lastOffset();
        context.schedule(parts.tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    /**
     * Where the pools of this partition stand.
     *
     * @param earliestInput a time that has surely passed: the earliest at which one of them last did something
     * @param lastOffset the last entry that left a trace; those behind it were buried and moved nothing
     */
    private record Standing(Instant earliestInput, long lastOffset) {

        static Standing of(StoreRows rows, Instant now) {
            Instant earliest = now;
            long latest = -1;
            for (Row row : rows.range(Table.POOLS, "", "\uffff", Integer.MAX_VALUE)) {
                if (row instanceof PoolClock clock) {
                    earliest = clock.last() != null && clock.last().isBefore(earliest) ? clock.last() : earliest;
                    latest = Math.max(latest, clock.journalOffset());
                }
            }
            return new Standing(earliest, latest);
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Running at = Objects.requireNonNull(running);
        lastAppended = parts.pace().at(Instant.ofEpochMilli(record.timestamp()));
        Instant now = later(timeOfTheBatch(at), lastAppended);
        RecordMetadata source = at.context().recordMetadata().orElseThrow();
        if (parts.pace().isFast()) {
            // What fell due since the entry before comes before this one, or it would come too late for its own time.
            drain(at, now);
        }
        lastOffset = source.offset();
        last = now;
        Event event = judge(at, record, now);
        if (event != null) {
            // What is due is judged in its order: behind a herd an entry would only wait for a slice of it.
            if (catchingUp == null) {
                drain(at, now);
            }
            if (at.shadows().isOn() || event instanceof ShadowOrder) {
                shadow(at, now, shadows -> {
                    shadows.take(event, lastOffset, lastAppended, now);
                    // Rows are copied and removed on ticks: an entry need not wait for a thousand of them.
                    shadows.judge(now, SHADOWED_AT_ONCE);
                });
            }
        }
        if (parts.atHand().isCommitWanted(source)) {
            at.context().commit();
        }
    }

    /** Answers the entry when it was judged; null when it was buried. */
    private @Nullable Event judge(Running at, Record<byte[], byte[]> record, Instant now) {
        try {
            Event event = read(record.value());
            at.gate().process(event, lastOffset, lastAppended, now);
            return event;
        } catch (SerializationException undecodable) {
            bury(at, record, String.valueOf(undecodable.getMessage()));
        } catch (KafkaException | UnreadableRowException notOfTheInput) {
            throw notOfTheInput;
        } catch (RuntimeException bug) {
            report("A journal entry could not be judged and is a dead letter now", bug);
            bury(at, record, "could not be judged: " + bug.getClass().getSimpleName());
            at.ticks().buried(lastOffset, now);
        }
        return null;
    }

    private Instant timeOfTheBatch(Running at) {
        Instant system = system(at.context());
        Instant read = reading;
        if (read == null
                || system.isBefore(read)
                || !system.isBefore(read.plus(parts.pace().over(parts.tick())))) {
            read = system;
            reading = read;
            at.ticks().read(lastOffset, read);
        }
        return read;
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
        boolean isQuiet = reading == null;
        Instant now = beginAnew(at);
        // Who is behind judges between ticks, too, unless entries leave no room: not two slices at once.
        boolean woke = !isCaughtUpElsewhere() && drain(at, now);
        if (at.shadows().isOn()) {
            shadow(at, now, shadows -> shadows.drain(now, SHADOWED_AT_ONCE));
        }
        // While entries come in, a commit comes with them; while more is due, when it is overdue.
        if ((woke && isQuiet && catchingUp == null) || parts.atHand().share().isCommitOverdue()) {
            at.context().commit();
        }
    }

    /** Whether what is due is being judged between ticks. */
    private boolean isCaughtUpElsewhere() {
        return catchingUp != null && parts.atHand().share().isNothingAtHand();
    }

    /** Between ticks, unless that would hold up an entry, or the commit that one waits for. */
    private void catchUp(long timestamp) {
        Running at = Objects.requireNonNull(running);
        Share share = parts.atHand().share();
        if (share.isCommitDue()) {
            at.context().commit();
        } else if (share.isNothingAtHand() && !share.isCommitComing()) {
            drain(at, beginAnew(at));
        }
    }

    private void setBehind(Running at, boolean isBehind) {
        Cancellable already = catchingUp;
        if (isBehind && already == null) {
            catchingUp = at.context().schedule(SOON, PunctuationType.WALL_CLOCK_TIME, this::catchUp);
        } else if (!isBehind && already != null) {
            already.cancel();
            catchingUp = null;
        }
        parts.atHand().share().setBehind(at.context().taskId().partition(), isBehind);
    }

    /** What this task leaves behind, the thread need not catch up with. */
    @Override
    public void close() {
        Running at = running;
        if (at != null) {
            setBehind(at, false);
        }
    }

    /** Second policies come behind the first, and what goes wrong with them is theirs alone. */
    private static void shadow(Running at, Instant now, Consumer<Shadows> input) {
        try {
            input.accept(at.shadows());
        } catch (KafkaException | UnreadableRowException notOfTheInput) {
            throw notOfTheInput;
        } catch (RuntimeException bug) {
            report("A shadow policy could not judge and has ended; the pool's own goes on", bug);
            at.shadows().giveUp(now);
        }
    }

    private void sweep(long timestamp) {
        Running at = Objects.requireNonNull(running);
        Instant now = beginAnew(at);
        Sweeper.Swept swept = at.sweeper().sweep(now, parts.pace().over(SWEEP), SWEPT_AT_ONCE);
        if (!swept.step().changes().isEmpty()) {
            at.door().pass(swept.step());
            at.ticks().swept(lastOffset, now, swept.sweep());
        }
        if (at.shadows().isOn()) {
            shadow(at, now, shadows -> shadows.sweep(now, parts.pace().over(SWEEP), SWEPT_AT_ONCE));
        }
    }

    /** Ends the batch of entries, and answers what time it is. */
    private Instant beginAnew(Running at) {
        reading = null;
        return later(system(at.context()), lastAppended);
    }

    /** Judges what is due. Answers whether anything was. */
    private boolean drain(Running at, Instant now) {
        boolean took = false;
        if (parts.pace().isFast()) {
            Instant due = ownTime(at, now);
            for (int times = 0; due.isBefore(now) && times < JUDGED_AT_ONCE && drainAt(at, due); times++) {
                took = true;
                due = ownTime(at, now);
            }
        }
        return drainAt(at, now) || took;
    }

    /**
     * When what is due next is judged. Between two ticks of a fast gate minutes pass: by the time that it is then, much would
     * be too late to be judged as planned, as it never is where time passes as it does.
     */
    private Instant ownTime(Running at, Instant now) {
        Instant due = at.gate().nextDue();
        if (due == null || due.isAfter(now) || due.isBefore(last)) {
            return now;
        }
        boolean isTooLate = due.isBefore(now.minus(parts.pace().over(Gate.PUNCTUAL)));
        return isTooLate ? now : due;
    }

    /** One step at a time, so that it is known how many were taken when one of them fails. Answers whether any was. */
    private boolean drainAt(Running at, Instant now) {
        last = now;
        int woken = 0;
        boolean parked = false;
        // Of a fast gate's time minutes pass meanwhile.
        boolean isFast = parts.pace().isFast();
        try {
            Share.Slice slice = parts.atHand().share().slice();
            int steps = -1;
            while (steps != 0 && woken < JUDGED_AT_ONCE && (woken == 0 || isFast || !slice.isOver())) {
                steps = at.gate().drain(now, 1);
                woken += steps;
            }
            if (!isFast) {
                setBehind(at, steps != 0);
            }
        } catch (KafkaException | UnreadableRowException notOfTheInput) {
            throw notOfTheInput;
        } catch (RuntimeException bug) {
            report("A waiting request could not be judged and is tried again later", bug);
            at.gate().park(now);
            parked = true;
        }
        boolean took = woken > 0 || parked;
        if (took) {
            parts.atHand().share().worked();
            at.ticks().woke(lastOffset, now, woken, parked);
        }
        return took;
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

    private Instant system(ProcessorContext<?, ?> context) {
        return parts.pace()
                .at(Instant.ofEpochMilli(context.currentSystemTimeMs()))
                .plus(parts.skew().get());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
