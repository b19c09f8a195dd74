package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.keep.Keep;
import dev.linewarden.audit.oracle.Interpretation;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one pool, in one pass: takes the journal's entries and what was decided in the journal's order, an entry
 * before what was decided at it. Not thread-safe.
 */
public final class PoolAudit {

    // What was to be decided so long before the last decision and was not, is missing: a gate may be busy for a while.
    private static final long PATIENCE = 5_000;

    private final String pool;
    private final Scope scope;
    private final Policies policies;
    private final Keep keep;
    private final PoolBook book;
    private final Tally tally;
    private final Closest closest;
    private final Pledges pledges;
    private final Set<String> idsOfEntry = new HashSet<>();
    private long decidedAtEntry = -1;
    private long entries;
    private long decisions;
    private long unasked;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /**
     * An audit that has taken nothing yet.
     *
     * @param interpretation what texts mean and where numbers are
     * @param keep what keeps its people and requests; also those of other pools, if they are taken by the same thread
     */
    public PoolAudit(String pool, Interpretation interpretation, Scope scope, Keep keep) {
        this.pool = pool;
        this.keep = keep;
        this.scope = scope;
        this.policies = new Policies(scope.isWhole());
        this.book = new PoolBook(interpretation, policies, keep);
        this.tally = new Tally(pool);
        this.closest = new Closest(scope.most());
        this.pledges = new Pledges(book, tally);
    }

    /** Tells of a policy that may have been in force before the journal's beginning. */
    public void knownPolicy(String text) {
        policies.known(text);
    }

    /**
     * Takes the next journal entry.
     *
     * @param at when it took effect: when the journal's broker appended it
     */
    public void take(SpecificRecord event, Instant at, long offset) {
        entries++;
        keep.tidy();
        passTo(offset);
        book.take(event, at.toEpochMilli(), offset);
    }

    private void passTo(long offset) {
        if (offset != decidedAtEntry) {
            pledges.entryIsOver();
            idsOfEntry.clear();
            decidedAtEntry = offset;
        }
    }

    /** Takes the next decision. */
    public void take(Decision decision) {
        keep.tidy();
        boolean isInScope = scope.holds(decision.getDecidedAt());
        long at = decision.getDecidedAt().toEpochMilli();
        long offset = decision.getJournalOffset();
        hold(
                Check.ORDER,
                decision,
                isInScope,
                offset >= decidedAtEntry,
                () -> "was decided at journal offset " + offset + ", behind what was decided at " + decidedAtEntry);
        passTo(Math.max(offset, decidedAtEntry));
        book.number++;
        book.passTo(at);
        if (isInScope) {
            decisions++;
            first = first == null ? decision.getDecidedAt() : first;
            last = decision.getDecidedAt();
        }
        if (isOfItself(decision, isInScope)) {
            return;
        }
        policy(decision, isInScope);
        Asked asked = asked(decision, isInScope);
        number(decision, asked, isInScope);
        pledges.settle(decision, asked, isInScope);
        decided(decision, asked, isInScope);
    }

    /** A repetition, or a request that cannot be understood: says nothing of the request whose id it has. */
    private boolean isOfItself(Decision decision, boolean isInScope) {
        boolean isRepeated = "DUPLICATE_REQUEST".equals(decision.getBindingCode());
        boolean isInvalid = "INVALID_REQUEST".equals(decision.getBindingCode());
        if (!isRepeated && !isInvalid) {
            return false;
        }
        String id = decision.getRequest().getRequestId() + (isRepeated ? "#duplicate-" : "#invalid-")
                + decision.getJournalPartition() + "-" + decision.getJournalOffset();
        hold(
                Check.DECISION_IDS,
                decision,
                isInScope,
                decision.getDecisionId().equals(id) && idsOfEntry.add(id),
                () -> "is no id of its own");
        if (isInvalid) {
            Asked asked = book.requests.get(decision.getRequest().getRequestId());
            if (asked != null && asked.arrival == decision.getJournalOffset()) {
                book.requests.remove(asked.id);
            }
        }
        return true;
    }

    private void policy(Decision decision, boolean isInScope) {
        Policies.Verdict verdict = policies.named(decision.getPolicyHash());
        if (verdict == Policies.Verdict.UNKNOWN) {
            if (isInScope) {
                tally.unknown(Check.POLICY);
            }
            return;
        }
        hold(
                Check.POLICY,
                decision,
                isInScope,
                verdict == Policies.Verdict.IN_FORCE,
                () -> "was judged by policy " + decision.getPolicyHash() + ", and " + policies.current().hash
                        + " was in force");
    }

    private Asked asked(Decision decision, boolean isInScope) {
        String id = decision.getRequest().getRequestId();
        long at = decision.getDecidedAt().toEpochMilli();
        Asked known = book.requests.get(id);
        boolean isAgain = known != null && decision.getAttempt() == 1 && book.isVoid(known, at);
        if (known != null && !isAgain) {
            return known;
        }
        long arrival = scope.isWhole() || decision.getAttempt() == 1 ? decision.getJournalOffset() : -1;
        Asked asked = new Asked(
                decision.getRequest(), book.person(decision.getRequest().getRecipient()), arrival, at);
        if (scope.isWhole() && known == null) {
            hold(Check.ONE_END, decision, isInScope, false, () -> "was decided, but nobody had asked for it");
        } else if (!scope.isWhole()) {
            unasked += isInScope ? 1 : 0;
        }
        book.begin(asked);
        return asked;
    }

    /** Attempts are counted, and their number is the decision's name. */
    private void number(Decision decision, Asked asked, boolean isInScope) {
        int attempt = decision.getAttempt();
        boolean isKnown = scope.isWhole() || asked.attempts > 0;
        boolean isNext = !isKnown || attempt == asked.attempts + 1;
        String id = decision.getRequest().getRequestId() + "#" + attempt;
        boolean isItsOwn = decision.getDecisionId().equals(id);
        hold(
                Check.DECISION_IDS,
                decision,
                isInScope,
                isNext && isItsOwn,
                () -> !isItsOwn
                        ? "is no id of attempt " + attempt
                        : attempt <= asked.attempts
                                ? "was given before"
                                : "is attempt " + attempt + " behind attempt " + asked.attempts);
        if (attempt == 1 && isNext) {
            hold(
                    Check.ORDER,
                    decision,
                    isInScope,
                    decision.getJournalOffset() == asked.arrival,
                    () -> "was decided first at journal offset " + decision.getJournalOffset() + ", and came at "
                            + asked.arrival);
        }
        if (attempt == 1) {
            asked.judgedFirst(decision.getDecidedAt().toEpochMilli());
        }
        asked.attempts = Math.max(attempt, asked.attempts);
    }

    private void decided(Decision decision, Asked asked, boolean isInScope) {
        long at = decision.getDecidedAt().toEpochMilli();
        boolean isOver = asked.isEnded;
        boolean isEnd = decision.getOutcome() != Outcome.DEFERRED;
        if (isOver || isEnd) {
            hold(
                    Check.ONE_END,
                    decision,
                    isInScope,
                    !isOver,
                    () -> isEnd ? "ended a second time" : "waits behind its end");
        }
        if (decision.getOutcome() == Outcome.APPROVED) {
            approved(decision, asked, isInScope);
        }
        pledges.ended(asked);
        if (isEnd) {
            asked.isEnded = true;
            asked.decidedAt = at;
        } else {
            pledges.given(decision, asked);
        }
    }

    private void approved(Decision decision, Asked asked, boolean isInScope) {
        if (decision.getLine() == null) {
            hold(Check.LINE, decision, isInScope, false, () -> "left by no line");
            return;
        }
        long at = decision.getDecidedAt().toEpochMilli();
        LineBook line = book.line(decision.getLine());
        Person person = book.person(decision.getRequest().getRecipient());
        Judge judge = new Judge(book, scope, tally, closest, decision, asked, line);
        if (isInScope) {
            judge.judge();
        }
        boolean silent = !person.isActive(at, book.terms()) && line.isSilent(at, book.terms());
        pledges.taken(person, line, book.server(line), pledges.rankAt(decision.getRequest(), person, at), silent);
        if (judge.confirms()) {
            person.isConfirmed = true;
        }
        if (judge.isAskedFor()) {
            // Nothing that is booked holds it back, and it counts among the person's messages all the same.
            person.seen.moved = book.number;
        }
        book.send(person, line, at, judge.isAskedFor());
        if (decision.getRequest().getLine() == null) {
            book.settleAnew(person, line);
        } else {
            book.settle(person, line);
        }
        asked.server = book.server(line);
        asked.day = book.serverDay(at);
    }

    private void hold(Check check, Decision decision, boolean isInScope, boolean holds, Supplier<String> breach) {
        if (!isInScope) {
            return;
        }
        if (holds) {
            tally.held(check);
        } else {
            tally.breached(check, decision, breach.get());
        }
    }

    /**
     * What it came to.
     *
     * @param decidedTo the last journal offset at which anything was decided in the pool's partition: what came before it
     *     has been decided
     * @param lastDecided when the last decision in the partition was made; null for none
     */
    public PoolReport report(long decidedTo, @Nullable Instant lastDecided) {
        pledges.entryIsOver();
        List<Asked> waiting = new ArrayList<>();
        book.requests.forEach(asked -> {
            if (!asked.isEnded) {
                waiting.add(asked);
            }
        });
        waiting.removeIf(book::isOfEarlierLife);
        waiting.forEach(asked -> missing(asked, decidedTo, lastDecided));
        List<String> notes = new ArrayList<>(policies.notes());
        if (scope.begins() != null) {
            notes.add("the topics begin at " + scope.begins() + ": what limits ask of the time before is not known");
        }
        if (unasked > 0) {
            notes.add(unasked
                    + " requests came before the oldest journal entry that is left: whether they were asked for, and"
                    + " what was promised to them, is not known");
        }
        return new PoolReport(
                pool,
                decisions,
                entries,
                book.asked,
                waiting.size(),
                tally.proofs(),
                tally.breaches(),
                closest.nearest(),
                notes,
                first,
                last);
    }

    private void missing(Asked asked, long decidedTo, @Nullable Instant lastDecided) {
        if (lastDecided == null || !scope.holds(lastDecided)) {
            return;
        }
        long over = lastDecided.toEpochMilli() - PATIENCE;
        if (asked.attempts == 0) {
            if (asked.arrival < decidedTo) {
                missing(Check.ONE_END, asked, asked.createdAt, "was never decided");
            }
        } else if (asked.promise != null && asked.promise.at() < over) {
            missing(
                    Check.PROMISE,
                    asked,
                    asked.promise.at(),
                    "was promised a time by " + asked.promise.decisionId() + ", and nothing came of it since");
        } else if (asked.deadline(book.terms()) < over && asked.arrival >= 0) {
            missing(
                    Check.ONE_END,
                    asked,
                    asked.deadline(book.terms()),
                    "waits behind its deadline: it should have ended");
        }
    }

    private void missing(Check check, Asked asked, long at, String text) {
        tally.breached(check, asked.id, null, Instant.ofEpochMilli(at), asked.arrival, text);
    }
}
