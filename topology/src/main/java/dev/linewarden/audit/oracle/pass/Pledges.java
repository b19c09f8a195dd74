package dev.linewarden.audit.oracle.pass;

import dev.linewarden.audit.oracle.pass.Asked.Promise;
import dev.linewarden.schemas.Decision;
import dev.linewarden.schemas.Finding;
import dev.linewarden.schemas.OutboundRequest;
import dev.linewarden.schemas.Outcome;
import dev.linewarden.schemas.Priority;
import dev.linewarden.schemas.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Promises: a time that a deferral names is kept to the millisecond, unless something happened in between that the contract
 * lets move it: an operator's act, a wish, a higher priority that took a place, a line that fell silent, a message too many.
 */
final class Pledges {

    private static final int REPLY = 0;
    private static final int LAST = 3;

    private final PoolBook book;
    private final Tally tally;
    // Not kept, and nothing known by then that excuses it: what was decided at the same entry may be read after it.
    private final List<Broken> open = new ArrayList<>();

    private record Broken(Decision decision, Asked asked, Promise promise, long number, boolean isInScope) {}

    Pledges(PoolBook book, Tally tally) {
        this.book = book;
        this.tally = tally;
    }

    /** 0 for a reply in a conversation that is active at {@code at}, or what was asked for; else one more than the priority's place. */
    int rankAt(OutboundRequest request, Person person, long at) {
        boolean isReply = person.isActive(at, book.terms()) || Judge.confirms(book, request, person, at);
        if (isReply) {
            return REPLY;
        }
        boolean isFirst = request.getPurpose() == Purpose.ONE_TIME_CODE || request.getPriority() == Priority.HIGH;
        return isFirst ? 1 : request.getPriority() == Priority.NORMAL ? 2 : LAST;
    }

    /** Holds a promise against the decision that ended it. */
    void settle(Decision decision, Asked asked, boolean isInScope) {
        Promise promise = asked.promise;
        if (promise == null) {
            return;
        }
        long at = decision.getDecidedAt().toEpochMilli();
        boolean isKept = decision.getOutcome() == Outcome.APPROVED && at == promise.at();
        boolean isExcused = isExcused(promise, asked, decision);
        if (!isKept || !promise.line().name.equals(decision.getLine())) {
            book.person(asked.person).seen.moved = book.number;
        }
        if (!isKept && !isExcused) {
            open.add(new Broken(decision, asked, promise, book.number, isInScope));
        } else if (isInScope && isKept) {
            tally.held(Check.PROMISE);
        } else if (isInScope) {
            // What was moved by something that may move it is neither kept nor broken.
            tally.waived(Check.PROMISE);
        }
    }

    /** All that was decided at one entry has been taken: what nothing excuses by now is broken. */
    void entryIsOver() {
        for (Broken broken : open) {
            if (!broken.isInScope()) {
                continue;
            }
            if (isTaken(broken.promise(), broken.asked(), broken.number())) {
                tally.waived(Check.PROMISE);
            } else {
                tally.breached(Check.PROMISE, broken.decision(), text(broken));
            }
        }
        open.clear();
    }

    private static String text(Broken broken) {
        Promise promise = broken.promise();
        Decision decision = broken.decision();
        long late = decision.getDecidedAt().toEpochMilli() - promise.at();
        String what = decision.getOutcome() == Outcome.APPROVED
                ? "left " + Judge.words(Math.abs(late)) + (late < 0 ? " before" : " after") + " the time that "
                : "was " + decision.getOutcome() + " (" + decision.getBindingCode()
                        + ") instead of leaving at the time that ";
        return what + promise.decisionId() + " named (" + Instant.ofEpochMilli(promise.at())
                + "), and nothing happened that may move it";
    }

    private boolean isExcused(Promise promise, Asked asked, Decision decision) {
        Person person = book.person(asked.person);
        long since = promise.number();
        // Whose home line came back goes there.
        LineBook line = decision.getLine() == null ? promise.line() : book.line(decision.getLine());
        boolean isOrdered = promise.line().seen.ordered > since
                || line.seen.ordered > since
                || book.policyCame > since
                || book.halts.isOrderedSince(decision.getRequest(), since)
                || asked.ordered > since
                || person.seen.ordered > since
                || (promise.isForCapacity() && book.lineCame > since);
        boolean isSentElsewhere = person.seen.elsewhere > since
                || promise.line().seen.elsewhere > since
                || promise.server().seen.elsewhere > since;
        return isOrdered
                || isSentElsewhere
                || isStopped(promise, asked, decision)
                || isSilenced(promise, decision)
                || isSettled(promise, asked, decision)
                || isTaken(promise, asked, since);
    }

    /** The person wishes no more, or wrote one message too many; a reply alone moves nothing. */
    private boolean isStopped(Promise promise, Asked asked, Decision decision) {
        Person person = book.person(asked.person);
        boolean isHeard = person.seen.heard > promise.number();
        boolean isStopped = decision.getRequest().getCancelOnReply()
                || "MONOLOGUE".equals(decision.getBindingCode())
                || has(decision, "REPLY_LOOP");
        return person.seen.optedOut > promise.number()
                || (asked.isOnce && person.seen.wished > promise.number())
                || (isHeard && isStopped)
                || (promise.isForDialogue() && promise.line().seen.heard > promise.number());
    }

    /** The line fell silent, and trickles; or left outreach just before it did, and kept no distance from it yet. */
    private boolean isSilenced(Promise promise, Decision decision) {
        LineBook line = decision.getLine() == null ? null : book.lines.get(decision.getLine());
        long at = decision.getDecidedAt().toEpochMilli();
        boolean isSilent = line != null && line.isSilent(at, book.terms());
        return isSilent && (!promise.silent() || promise.line().seen.takenAloud > promise.number());
    }

    /** It was to go to the line of a booking, and its person has found a home elsewhere since. */
    private boolean isSettled(Promise promise, Asked asked, Decision decision) {
        return decision.getRequest().getLine() == null
                && promise.isUnknown()
                && !book.person(asked.person).isUnknown()
                && !promise.line().name.equals(decision.getLine());
    }

    /** Somebody who goes before took a place of the same line, server or person, or what the person had counted on was moved. */
    private boolean isTaken(Promise promise, Asked asked, long since) {
        Person person = book.person(asked.person);
        boolean isOnce = asked.isOnce && person.seen.isTakenSince(since);
        return promise.line().seen.isTakenSince(since, promise.rank())
                || promise.server().seen.isTakenSince(since, promise.rank())
                || person.seen.isTakenSince(since, promise.rank())
                || person.seen.moved > since
                || isOnce;
    }

    private static boolean has(Decision decision, String code) {
        for (Finding finding : decision.getFindings()) {
            if (code.equals(finding.getCode())) {
                return true;
            }
        }
        return false;
    }

    /** Takes a promise to heart. */
    void given(Decision decision, Asked asked) {
        Instant named = decision.getNotBefore();
        if (named == null || decision.getLine() == null) {
            return;
        }
        Person person = book.person(asked.person);
        LineBook line = book.line(decision.getLine());
        ServerBook server = book.server(line);
        long time = named.toEpochMilli();
        int rank = rankAt(decision.getRequest(), person, time);
        boolean silent = !person.isActive(time, book.terms()) && line.isSilent(time, book.terms());
        if (has(decision, "REPLY_LOOP")) {
            // A loop is stopped for all that waits for the person.
            person.seen.moved = book.number;
        }
        asked.promise = new Promise(
                decision.getDecisionId(),
                book.number,
                time,
                rank,
                line,
                server,
                silent,
                person.isUnknown(),
                has(decision, "NO_DIALOGUE"),
                has(decision, "POOL_AT_CAPACITY"));
        person.tied(line.name).promised++;
        taken(person, line, server, rank, silent);
    }

    /** A promise is over, kept or not. */
    void ended(Asked asked) {
        if (asked.promise != null) {
            Person person = book.person(asked.person);
            // Whoever was forgotten since is promised nothing any more.
            if (asked.life == person.lives) {
                person.tied(asked.promise.line().name).promised--;
            }
            asked.promise = null;
        }
    }

    /** A place was taken, by a send or a promise. */
    void taken(Person person, LineBook line, ServerBook server, int rank, boolean silent) {
        line.seen.taken(rank, book.number);
        server.seen.taken(rank, book.number);
        person.seen.taken(rank, book.number);
        if (!silent) {
            line.seen.takenAloud = book.number;
        }
    }
}
