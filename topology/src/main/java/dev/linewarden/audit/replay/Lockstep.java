package dev.linewarden.audit.replay;

import dev.linewarden.audit.RecordedTime;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Code;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The recorded gate and its candidates, moved by the same entries and ticks, step by step: so a candidate whose policy is the
 * recorded one decides the same, and what one decides otherwise is the policy's doing. Not thread-safe.
 */
final class Lockstep implements RecordedTime.Moves {

    private final KeptRows rows;
    private final Side recorded;
    private final Output output;
    private final long from;
    private final Function<Start, List<Candidate>> begin;
    private final TextSet recipients = new TextSet();
    private final Map<Code, String> rules = new EnumMap<>(Code.class);
    private List<Candidate> candidates = List.of();
    private boolean isBegun;

    /**
     * The recorded side, where candidates begin.
     *
     * @param rows what it remembers
     * @param recipients to whom it has sent since then, as keys: filled as it goes on, before the candidates see the step
     * @param rules by which rules it had requests wait so far
     */
    record Start(KeptRows rows, Side recorded, TextSet recipients, Map<Code, String> rules) {

        /** The rule of a code; the code itself when nothing waited by it so far. */
        String ruleOf(Code code) {
            return rules.getOrDefault(code, code.name());
        }
    }

    /**
     * @param rows what the recorded gate remembers
     * @param output hears what the recorded gate decides
     * @param from the offset of the entry before which the candidates begin
     */
    Lockstep(KeptRows rows, Output output, int partition, long from, Function<Start, List<Candidate>> begin) {
        this.output = output;
        this.rows = rows;
        this.recorded = new Side(rows, rows, partition, () -> false, this::isAboutToMake);
        this.from = from;
        this.begin = begin;
    }

    private void isAboutToMake(Step.Change change) {
        for (Candidate candidate : candidates) {
            candidate.recordedIsAboutToMake(change);
        }
    }

    @Override
    public void entry(Event event, long offset, Instant appended, Instant now) {
        if (!isBegun && offset >= from) {
            candidates = begin.apply(new Start(rows, recorded, recipients, rules));
            isBegun = true;
        }
        candidates.forEach(candidate -> candidate.passUntil(now));
        recorded.gate().process(event, offset, appended, now);
        noteSends();
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
            noteSends();
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

    private void noteSends() {
        if (!isBegun) {
            return;
        }
        for (Side.Made made : recorded.made()) {
            OutboundRequest request = made.decision().request();
            if (made.decision().outcome() == Outcome.APPROVED) {
                recipients.add(Keys.of(request.pool(), request.recipient()));
            }
        }
    }

    private void settle() {
        if (!isBegun) {
            recorded.made().forEach(made -> noteRule(made.decision()));
        }
        recorded.made().forEach(made -> output.decided(made.decision()));
        recorded.settle();
    }

    private void noteRule(Decision decision) {
        if (decision.outcome() == Outcome.DEFERRED) {
            rules.computeIfAbsent(Objects.requireNonNull(decision.bindingCode()), code -> Fate.reason(decision, ""));
        }
    }

    /** Goes on with the recorded side alone. */
    void abandon() {
        close();
        candidates = List.of();
        isBegun = true;
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
