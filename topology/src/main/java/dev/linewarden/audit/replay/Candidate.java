package dev.linewarden.audit.replay;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.replay.Waits.Where;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.core.state.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Another policy beside the recorded one, on one partition of the journal: a gate of its own with a state of its own, which
 * hears what the recorded one heard, and what became of each request on both sides. Not thread-safe.
 */
final class Candidate {

    private static final String NO_POLICY = "{}";

    private final PolicyChange change;
    private final Predicate<String> pools;
    private final int partition;
    private final Side recorded;
    private final Side own;
    private final Overlay rows;
    private final Divergence divergence;
    private final FlipLedger ledger;
    private final OutcomeScore score;
    private final Keep keep;
    private final Waits waits;
    private final Sends sends;
    private final Set<String> changed = new HashSet<>();
    private long fates;

    /**
     * A candidate in the state that the recorded side is in.
     *
     * @param pools in which its policy is in force
     * @param keep what keeps all that grows with people and requests; closed by {@link #close}
     */
    Candidate(
            PolicyChange change,
            Predicate<String> pools,
            int partition,
            Lockstep.Start start,
            Keep keep,
            FlipLedger ledger,
            OutcomeScore score) {
        this.change = change;
        this.pools = pools;
        this.partition = partition;
        this.recorded = start.recorded();
        this.ledger = ledger;
        this.score = score;
        this.keep = keep;
        this.waits = new Waits(keep);
        this.sends = new Sends(score, start.recipients(), keep);
        this.rows = new Overlay(start.rows());
        this.divergence = new Divergence(start.rows(), rows);
        this.own = new Side(rows, divergence.watched(), partition, divergence::wasTouched, made -> {});
        start.rows().forEach(Table.DEFERRALS, row -> {
            if (row instanceof Deferral wait) {
                begin(Fate.of(fates++, wait, start.ruleOf(wait.code())));
            }
        });
    }

    /** It waits on both sides alike. */
    private void begin(Fate fate) {
        String key = Keys.of(fate.pool, fate.requestId);
        waits.begin(key, Where.RECORDED, fate);
        waits.begin(key, Where.OWN, fate);
        keep.tidy();
    }

    /** What the recorded side is about to change stays here as it is until this side has taken the step, too. */
    void recordedIsAboutToMake(Step.Change change) {
        rows.stay(change.table(), change.key());
    }

    /**
     * Lets happen what falls due here before {@code time} and on the recorded side does not: there no tick tells that the gate was
     * awake. While something is due on the recorded side and was not judged, the gate was not.
     */
    void passUntil(Instant time) {
        Instant due = dueBefore(time);
        while (due != null && !wasAsleepAt(due)) {
            own.gate().drain(due, 1);
            settle(null, -1, due);
            due = dueBefore(time);
        }
    }

    private @Nullable Instant dueBefore(Instant time) {
        Instant due = own.gate().mayBeDueBefore(time) ? own.gate().nextDue() : null;
        return due != null && due.isBefore(time) ? due : null;
    }

    private boolean wasAsleepAt(Instant due) {
        if (!recorded.gate().mayBeDueBefore(due.plusNanos(1))) {
            return false;
        }
        Instant its = recorded.gate().nextDue();
        return its != null && !its.isAfter(due);
    }

    /** Takes the entry that the recorded side has just taken. */
    void take(Event event, long offset, Instant appended, Instant now) {
        if (pools.test(event.pool()) && changed.add(event.pool())) {
            adopt(event.pool(), offset, appended, now);
        }
        Event heard = event instanceof PolicyUpdate update && pools.test(event.pool())
                ? new PolicyUpdate(update.pool(), change.inPlaceOf(update.yaml()), update.at())
                : event;
        own.gate().process(heard, offset, appended, now);
        settle(event, offset, appended);
    }

    /** The pool's first entry: the policy stands before it. */
    private void adopt(String pool, long offset, Instant appended, Instant now) {
        PoolPolicy stored = rows.poolPolicy(pool);
        String text = change.inPlaceOf(stored == null ? NO_POLICY : stored.yaml());
        own.gate().process(new PolicyUpdate(pool, text, appended), offset, appended, now);
    }

    /** Takes one step of what is due, after the recorded side has. */
    void wakeOnce(Instant now) {
        own.gate().drain(now, 1);
        settle(null, -1, now);
    }

    /** Takes what else is due by now, unless the recorded side left something of its own. */
    void wakeAll(Instant now) {
        while (!wasAsleepAt(now) && own.gate().drain(now, 1) > 0) {
            settle(null, -1, now);
        }
    }

    void sweep(Sweeper.Sweep sweep) {
        own.sweep(sweep);
        settle(null, -1, sweep.horizon());
    }

    /** Brings together what both sides did since the last call. */
    private void settle(@Nullable Event event, long offset, Instant at) {
        Fate arriving = event instanceof OutboundRequest request ? Fate.of(fates++, offset, request) : null;
        Set<Fate> moved = new LinkedHashSet<>();
        boolean isArriving = arriving != null;
        for (Side.Made made : recorded.made()) {
            boolean isOfEntry = isArriving && isOf(made.decision(), event, offset);
            moved.add(recordedDecision(made.decision(), isOfEntry ? arriving : null));
            isArriving &= !isOfEntry;
        }
        isArriving = arriving != null;
        for (Side.Made made : own.made()) {
            Decision decision = made.decision();
            // The entry of a request is about nothing else; what the policy's change judged anew came before it.
            boolean isOfEntry = isArriving && isOf(decision, event, offset);
            moved.add(ownDecision(decision, made.isUntouched(), isOfEntry ? arriving : null));
            isArriving &= !isOfEntry;
        }
        sends.settle();
        moved.forEach(this::compare);
        if (event != null) {
            sends.heard(event, at, recorded.changes());
        }
        rows.settle();
        own.settle();
        keep.tidy();
    }

    private static boolean isOf(Decision decision, @Nullable Event event, long offset) {
        return event instanceof OutboundRequest request
                && decision.position().offset() == offset
                && decision.request().requestId().equals(request.requestId());
    }

    private Fate recordedDecision(Decision decision, @Nullable Fate arriving) {
        Fate fate = fate(Where.RECORDED, Where.OWN, decision, arriving);
        fate.recorded(decision);
        if (decision.outcome() == Outcome.APPROVED) {
            sends.sent(fate);
        }
        return fate;
    }

    private Fate ownDecision(Decision decision, boolean isUntouched, @Nullable Fate arriving) {
        Fate fate = fate(Where.OWN, Where.RECORDED, decision, arriving);
        fate.would(decision, isUntouched && !isOtherwiseByLines(fate, decision));
        if (decision.outcome() == Outcome.APPROVED) {
            sends.followed(fate);
        }
        return fate;
    }

    private boolean isOtherwiseByLines(Fate fate, Decision decision) {
        return fate.isOnAnotherLine(decision)
                && divergence.isInLinesOf(decision.request().pool());
    }

    /** Whose decision it is: the arriving request's, or that of one that waits. */
    private Fate fate(Where here, Where there, Decision decision, @Nullable Fate arriving) {
        String key = Keys.of(decision.request().pool(), decision.request().requestId());
        Fate known = arriving == null ? waits.get(key, here) : arriving;
        known = known == null ? waits.get(key, there) : known;
        if (known == null) {
            known = Fate.of(fates++, decision.position().offset(), decision.request());
        }
        if (decision.outcome() == Outcome.DEFERRED) {
            waits.begin(key, here, known);
        } else if (arriving == null) {
            waits.end(key, here);
        }
        return known;
    }

    private void compare(Fate fate) {
        if (!fate.isWhole() || !pools.test(fate.pool)) {
            return;
        }
        if (fate.divergesNow()) {
            ledger.diverged(partition, fate);
        }
        if (fate.hasEnded()) {
            close(fate);
        }
    }

    private void close(Fate fate) {
        ledger.close(partition, fate);
        if (fate.wouldLast().outcome() == Outcome.APPROVED
                && fate.recordedLast().outcome() != Outcome.APPROVED) {
            score.neverHappened();
        }
    }

    /** The journal is at its end: what waits on one side or both, waits. */
    void end() {
        waits.forEach(fate -> {
            if (fate.isWhole() && pools.test(fate.pool)) {
                close(fate);
            }
        });
    }

    /** Lets go of its state. */
    void close() {
        keep.close();
        rows.close();
    }

    /** In how many places its state is otherwise. */
    int divergence() {
        return rows.places();
    }
}
