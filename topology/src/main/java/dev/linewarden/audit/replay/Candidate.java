package dev.linewarden.audit.replay;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Outcome;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.store.KeptRows;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final Divergence divergence;
    private final FlipLedger ledger;
    private final OutcomeScore score;
    private final Sends sends;
    private final Set<String> changed = new HashSet<>();
    private final Map<String, Fate> waitingRecorded;
    private final Map<String, Fate> waitingOwn;

    /**
     * A candidate in the state that the recorded side is in.
     *
     * @param pools in which its policy is in force
     * @param waiting what waits there, by pool and request id
     */
    Candidate(
            PolicyChange change,
            Predicate<String> pools,
            int partition,
            Side recorded,
            Map<String, Decision> waiting,
            FlipLedger ledger,
            OutcomeScore score) {
        this.change = change;
        this.pools = pools;
        this.partition = partition;
        this.recorded = recorded;
        this.ledger = ledger;
        this.score = score;
        this.sends = new Sends(score);
        KeptRows rows = recorded.rows().copy();
        this.divergence = new Divergence(recorded.rows(), rows, rows.empty());
        this.own = new Side(rows, divergence.watched(), partition, divergence::wasTouched);
        this.waitingRecorded = new HashMap<>();
        waiting.forEach((key, decision) -> {
            Fate fate = new Fate(decision.position().offset());
            fate.recorded(decision);
            fate.would(decision, true);
            waitingRecorded.put(key, fate);
        });
        this.waitingOwn = new HashMap<>(waitingRecorded);
    }

    /**
     * Lets happen what falls due here before {@code time} and on the recorded side does not: there no tick tells that the gate was
     * awake. While something is due on the recorded side and was not judged, the gate was not.
     */
    void passUntil(Instant time) {
        Instant due = own.gate().nextDue();
        while (due != null && due.isBefore(time) && !wasAsleepAt(due)) {
            own.gate().drain(due, 1);
            settle(null, -1, due);
            due = own.gate().nextDue();
        }
    }

    private boolean wasAsleepAt(Instant due) {
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
        PoolPolicy stored = own.rows().poolPolicy(pool);
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
        Fate arriving = event instanceof OutboundRequest ? new Fate(offset) : null;
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
        recorded.changes().forEach(this::look);
        own.changes().forEach(this::look);
        own.settle();
    }

    private static boolean isOf(Decision decision, @Nullable Event event, long offset) {
        return event instanceof OutboundRequest request
                && decision.position().offset() == offset
                && decision.request().requestId().equals(request.requestId());
    }

    private void look(Step.Change change) {
        divergence.look(change.table(), change.key());
    }

    private Fate recordedDecision(Decision decision, @Nullable Fate arriving) {
        Fate fate = fate(waitingRecorded, waitingOwn, decision, arriving);
        fate.recorded(decision);
        Fate.Sent sent = fate.sent();
        if (decision.outcome() == Outcome.APPROVED && sent != null) {
            sends.sent(decision, sent);
        }
        return fate;
    }

    private Fate ownDecision(Decision decision, boolean isUntouched, @Nullable Fate arriving) {
        Fate fate = fate(waitingOwn, waitingRecorded, decision, arriving);
        fate.would(decision, isUntouched && !isOtherwiseByLines(fate, decision));
        return fate;
    }

    private boolean isOtherwiseByLines(Fate fate, Decision decision) {
        return fate.isOnAnotherLine(decision)
                && divergence.isInLinesOf(decision.request().pool());
    }

    /** Whose decision it is: the arriving request's, or that of one that waits. */
    private static Fate fate(
            Map<String, Fate> waiting, Map<String, Fate> waitingThere, Decision decision, @Nullable Fate arriving) {
        String key = Keys.of(decision.request().pool(), decision.request().requestId());
        Fate known = arriving == null ? waiting.get(key) : arriving;
        if (known == null) {
            known = waitingThere.getOrDefault(key, new Fate(decision.position().offset()));
        }
        if (decision.outcome() == Outcome.DEFERRED) {
            waiting.put(key, known);
        } else if (arriving == null) {
            waiting.remove(key);
        }
        return known;
    }

    private void compare(Fate fate) {
        if (!fate.isWhole() || !pools.test(fate.request().pool())) {
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
        Set<Fate> open = new LinkedHashSet<>(waitingRecorded.values());
        open.addAll(waitingOwn.values());
        for (Fate fate : List.copyOf(open)) {
            if (fate.isWhole() && pools.test(fate.request().pool())) {
                close(fate);
            }
        }
    }

    /** Lets go of its state. */
    void close() {
        divergence.close();
        own.rows().close();
    }

    /** In how many places its state is otherwise. */
    int divergence() {
        return divergence.size();
    }
}
