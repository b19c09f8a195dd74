package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The recorded gate and its candidates, moved by the same entries and ticks, step by step: so a candidate whose policy is the
 * recorded one decides the same, and what one decides otherwise is the policy's doing. Not thread-safe.
 */
final class Lockstep implements RecordedTime.Moves {

    private final Side recorded;
    private final long from;
    private final Function<Start, List<Candidate>> begin;
    private final Map<String, Decision> waiting = new HashMap<>();
    private List<Candidate> candidates = List.of();
    private boolean isBegun;

    /**
     * The recorded side, where candidates begin.
     *
     * @param waiting what waits, by pool and request id
     */
    record Start(Side recorded, Map<String, Decision> waiting) {}

    /**
     * @param rows what the recorded gate remembers
     * @param from the offset of the entry before which the candidates begin
     */
    Lockstep(KeptRows rows, int partition, long from, Function<Start, List<Candidate>> begin) {
        this.recorded = new Side(rows, rows, partition, () -> false);
        this.from = from;
        this.begin = begin;
    }

    @Override
    public void entry(Event event, long offset, Instant appended, Instant now) {
        if (!isBegun && offset >= from) {
            candidates = begin.apply(new Start(recorded, waiting));
            isBegun = true;
        }
        candidates.forEach(candidate -> candidate.passUntil(now));
        recorded.gate().process(event, offset, appended, now);
        candidates.forEach(candidate -> candidate.take(event, offset, appended, now));
        settle();
    }

    @Override
    public void woke(Instant now, int steps, boolean parked) {
        candidates.forEach(candidate -> candidate.passUntil(now));
        int taken = 0;
        int last = 1;
        while (taken < steps && last > 0) {
            last = recorded.gate().drain(now, 1);
            taken += last;
            candidates.forEach(candidate -> candidate.wakeOnce(now));
            settle();
        }
        if (parked) {
            recorded.gate().park(now);
            settle();
        }
        candidates.forEach(candidate -> candidate.wakeAll(now));
    }

    @Override
    public void swept(Sweeper.Sweep sweep) {
        recorded.sweep(sweep);
        candidates.forEach(candidate -> candidate.sweep(sweep));
        settle();
    }

    private void settle() {
        if (!isBegun) {
            for (Side.Made made : recorded.made()) {
                note(made.decision());
            }
        }
        recorded.settle();
    }

    private void note(Decision decision) {
        String key = Keys.of(decision.request().pool(), decision.request().requestId());
        if (decision.outcome() == Outcome.DEFERRED) {
            waiting.put(key, decision);
        } else if (decision.isRemembered()) {
            waiting.remove(key);
        }
    }

    /** Lets go of the candidates' states; that of the recorded side is whose who gave it. */
    void close() {
        candidates.forEach(Candidate::close);
    }

    /** The journal is at its end. */
    void end() {
        candidates.forEach(Candidate::end);
    }
}
