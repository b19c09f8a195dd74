package dev.linewarden.audit;

import dev.linewarden.contract.Records;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.model.Event;
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
final class RecordedTime {

    private final Gate gate;
    private final Door door;
    private final Sweeper sweeper;
    private final Iterator<Tick> ticks;
    private @Nullable Tick next;
    private Instant reading = Instant.MIN;

    /**
     * @param rows what the gate remembers
     * @param door what the gate lets its steps out by
     * @param ticks of the partition, in the order in which they were recorded
     */
    RecordedTime(Gate gate, StateView rows, Door door, Iterator<Tick> ticks) {
        this.gate = gate;
        this.door = door;
        this.sweeper = new Sweeper(rows, gate::policyOf, Instant.MIN);
        this.ticks = ticks;
        advance();
    }

    /**
     * Takes the next journal entry.
     *
     * @param appended when it was appended, in the gate's time
     */
    void take(Event event, long offset, Instant appended) {
        passUntil(offset);
        if (!wasBuried(offset)) {
            gate.process(event, offset, appended, reading.isBefore(appended) ? appended : reading);
        }
    }

    /** Lets happen what happened before the entry at {@code offset}. */
    void passUntil(long offset) {
        Tick tick = next;
        while (tick != null && tick.getAfterOffset() < offset) {
            repeat(tick);
            tick = advance();
        }
    }

    private void repeat(Tick tick) {
        if (tick.getSwept() != null) {
            door.pass(sweeper.again(Records.toSweep(tick.getSwept())));
        } else if (tick.getWoken() == 0 && !tick.getParked()) {
            reading = tick.getNow();
        } else {
            wake(tick);
        }
    }

    private void wake(Tick tick) {
        gate.drain(tick.getNow(), tick.getWoken());
        if (tick.getParked()) {
            gate.park(tick.getNow());
        }
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
