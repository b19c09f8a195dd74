package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The recorded gate of one partition and its candidates, these as long as there may be an answer. Not thread-safe. */
final class SideBySide implements Gates {

    private final Span span;
    private final AtomicBoolean isRefused;
    private final Function<Lockstep.Start, List<Candidate>> candidates;
    private @Nullable Lockstep gates;
    private boolean isAlone;

    /** @param isRefused whether the recorded policy did not come out again, in whichever partition */
    SideBySide(Span span, AtomicBoolean isRefused, Function<Lockstep.Start, List<Candidate>> candidates) {
        this.span = span;
        this.isRefused = isRefused;
        this.candidates = candidates;
    }

    @Override
    public RecordedTime.Moves begin(KeptRows rows, Output output) {
        Lockstep begun = new Lockstep(rows, output, span.partition(), span.from(), candidates);
        gates = begun;
        return new RecordedTime.Moves() {
            @Override
            public void entry(Event event, long offset, Instant appended, Instant now) {
                abandonIfRefused(begun);
                begun.entry(event, offset, appended, now);
            }

            @Override
            public void woke(Instant now, int steps, boolean parked) {
                abandonIfRefused(begun);
                begun.woke(now, steps, parked);
            }

            @Override
            public void swept(Sweeper.Sweep sweep) {
                begun.swept(sweep);
            }
        };
    }

    private void abandonIfRefused(Lockstep begun) {
        if (!isAlone && isRefused.get()) {
            isAlone = true;
            begun.abandon();
        }
    }

    @Override
    public void differs() {
        isRefused.set(true);
    }

    @Override
    public void end() {
        if (gates != null) {
            gates.end();
        }
    }

    @Override
    public void close() {
        if (gates != null) {
            gates.close();
        }
    }
}
