package dev.linewarden.audit;

import dev.linewarden.client.PartitionRecords;
import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Pace;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.schemas.Tick;
import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Moves a gate as another was moved: by the entries of one journal partition and the ticks that were recorded beside them.
 * What the gate then decides and remembers is what the other did. An entry is judged at the time that was last read before
 * it, or at its own append time when that is later; all that happened by itself happens where its tick stands. Not
 * thread-safe.
 */
public final class RecordedTime {

    private final Moves moves;
    private final Iterator<Tick> ticks;
    private @Nullable Tick next;
    private Instant reading = Instant.MIN;
    private Pace pace = Pace.REAL;

    /** What is moved. */
    public interface Moves {

        /** An entry that was appended at a time of the gate's is judged at {@code now}. */
        void entry(Event event, long offset, Instant appended, Instant now);

        /** So many steps of what is due are taken; the next that is due is parked if a bug kept it from being judged. */
        void woke(Instant now, int steps, boolean parked);

        /** A stretch of a table is swept. */
        void swept(Sweeper.Sweep sweep);
    }

    /**
     * Time for one gate.
     *
     * @param rows what the gate remembers
     * @param door what the gate lets its steps out by
     * @param ticks of the partition, in the order in which they were recorded
     */
    public RecordedTime(Gate gate, StateView rows, Door door, Iterator<Tick> ticks) {
        this(moving(gate, rows, door), ticks);
    }

    /**
     * One gate as what is moved.
     *
     * @param rows what the gate remembers
     * @param door what the gate lets its steps out by
     */
    public static Moves moving(Gate gate, StateView rows, Door door) {
        return new OneGate(gate, door, new Sweeper(rows, gate::policyOf, Instant.MIN));
    }

    /**
     * Time for whatever moves.
     *
     * @param ticks of the partition, in the order in which they were recorded
     */
    public RecordedTime(Moves moves, Iterator<Tick> ticks) {
        this.moves = moves;
        this.ticks = ticks;
        advance();
    }

    /** What a partition of the topic holds, as it is taken here. */
    public static Iterator<Tick> ticks(PartitionRecords records) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public Tick next() {
                if (records.next().value() instanceof Tick tick) {
                    return tick;
                }
                throw new IllegalStateException("the topic ticks holds something else: is --topic-prefix right?");
            }
        };
    }

    private record OneGate(Gate gate, Door door, Sweeper sweeper) implements Moves {
        @Override
        public void entry(Event event, long offset, Instant appended, Instant now) {
            gate.process(event, offset, appended, now);
        }

        @Override
        public void woke(Instant now, int steps, boolean parked) {
            gate.drain(now, steps);
            if (parked) {
                gate.park(now);
            }
        }

        @Override
        public void swept(Sweeper.Sweep sweep) {
            door.pass(sweeper.again(sweep));
        }
    }

    /** Begins behind the entry at {@code offset}: what happened until the next one is in the state already. */
    public void beginBehind(long offset) {
        while (next != null && next.getAfterOffset() <= offset) {
            if (isReading(next)) {
                read(next);
            }
            advance();
        }
    }

    /**
     * Takes the next journal entry.
     *
     * @param appended when it was appended, by its broker's clock
     */
    public void take(Event event, long offset, Instant appended) {
        passUntil(offset);
        if (!wasBuried(offset)) {
            Instant at = pace.at(appended);
            moves.entry(event, offset, at, reading.isBefore(at) ? at : reading);
        }
    }

    /** Lets happen what happened before the entry at {@code offset}. */
    public void passUntil(long offset) {
        Tick tick = next;
        while (tick != null && tick.getAfterOffset() < offset) {
            repeat(tick);
            tick = advance();
        }
    }

    private void repeat(Tick tick) {
        if (tick.getSwept() != null) {
            moves.swept(Records.toSweep(tick.getSwept()));
        } else if (tick.getWoken() == 0 && !tick.getParked()) {
            read(tick);
        } else {
            moves.woke(tick.getNow(), tick.getWoken(), tick.getParked());
        }
    }

    private void read(Tick tick) {
        reading = tick.getNow();
        pace = Records.toPace(tick.getPace());
    }

    private static boolean isReading(Tick tick) {
        return tick.getSwept() == null && tick.getWoken() == 0 && !tick.getParked() && !tick.getBuried();
    }

    private boolean wasBuried(long offset) {
        boolean buried = next != null && next.getBuried() && next.getAfterOffset() == offset;
        if (buried) {
            advance();
        }
        return buried;
    }

    private @Nullable Tick advance() {
        next = ticks.hasNext() ? ticks.next() : null;
        return next;
    }
}
