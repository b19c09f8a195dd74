package dev.linewarden.core;

import dev.linewarden.core.fleet.Dormancy;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Alert.Kind;
import dev.linewarden.core.model.Alert.Severity;
import dev.linewarden.core.model.Command;
import dev.linewarden.core.model.ConversationEvent;
import dev.linewarden.core.model.Decision.Position;
import dev.linewarden.core.model.Durations;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.OutboundRequest;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.model.SuspensionOrder;
import dev.linewarden.core.state.Draft;
import dev.linewarden.core.state.Due;
import dev.linewarden.core.state.EarlierWait;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Layout;
import dev.linewarden.core.state.PolicyInForce;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Pseudonyms;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiting;
import dev.linewarden.core.state.WaitingList;
import dev.linewarden.core.state.Wake;
import dev.linewarden.core.state.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gate over the pools of one journal partition: takes inputs in order, asks the {@link Gatekeeper}, applies what it
 * answers and hands on what was decided. The running topology and the simulation drive this same class and differ only in
 * where rows are kept, where output goes and who says what time it is.
 *
 * <p>Every input works on a {@link Draft} of the state and leaves as one {@link Step} by the {@link Door}: an exception leaves no
 * trace.
 * Not thread-safe.
 */
public final class Gate {

    /** A clock that steps back by more than this is reported, and what lies ahead of it is brought back to now. */
    static final Duration SKEW = Duration.ofSeconds(5);

    /** A wait that is judged no later than this after its time is judged as of its time: twenty ticks of the warden. */
    public static final Duration PUNCTUAL = Duration.ofSeconds(1);

    private static final int RELEASE_BATCH = 64;

    private final StateView rows;
    private final Gatekeeper gatekeeper;
    private final PolicyParser parser;
    private final Door door;
    private final int partition;
    private final String build;
    private final Pseudonyms pseudonyms;
    private final Map<String, PolicyInForce> policies = new HashMap<>();
    private boolean isUnderWay;
    // The earliest time at which something may fall due; null before the index was looked at.
    private @Nullable Instant nextDue;
    // Nothing falls due below these keys. A search from the start of the index would walk over everything that was ever
    // deleted from it, until the store compacts.
    private String waitsFrom = Keysets.DUE_START;
    private String watchesFrom = Keysets.WATCH_START;

    /**
     * @param rows what is remembered; it changes by what goes through {@code door} alone
     * @param partition the journal partition whose entries come
     * @param build version and commit of this program, for decisions to name
     */
    public Gate(StateView rows, RecipientFacts facts, PolicyParser parser, Door door, int partition, String build) {
        this(rows, new Gatekeeper(facts), parser, door, partition, build, new Pseudonyms(List.of()));
    }

    /**
     * A gate with a secret.
     *
     * @param pseudonyms names for people who were forgotten, whose opt-outs are kept
     */
    public Gate(
            StateView rows,
            RecipientFacts facts,
            PolicyParser parser,
            Door door,
            int partition,
            String build,
            Pseudonyms pseudonyms) {
        this(rows, new Gatekeeper(facts), parser, door, partition, build, pseudonyms);
    }

    Gate(StateView rows, Gatekeeper gatekeeper, PolicyParser parser, Door door, int partition, String build) {
        this(rows, gatekeeper, parser, door, partition, build, new Pseudonyms(List.of()));
    }

    private Gate(
            StateView rows,
            Gatekeeper gatekeeper,
            PolicyParser parser,
            Door door,
            int partition,
            String build,
            Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.rows = rows;
        this.gatekeeper = gatekeeper;
        this.parser = parser;
        this.door = door;
        this.partition = partition;
        this.build = build;
    }

    /**
     * Takes one journal entry.
     *
     * @param offset its place in the journal
     * @param appended when the broker appended it: the time at which what it reports counts
     * @param now the time at which requests are judged; never before {@code appended} but for a clock that stepped back
     */
    public void process(Event event, long offset, Instant appended, Instant now) {
        boolean isReport = event instanceof ConversationEvent || event instanceof LineUpdate;
        Instant at = isReport && appended.isBefore(now) ? appended : now;
        Input input = begin(event.pool(), now, at, new Position(partition, offset));
        if (event instanceof OutboundRequest request) {
            new Requests(input, gatekeeper, build).judge(request.createdBy(now));
        } else if (event instanceof ConversationEvent conversation) {
            new Reports(input, gatekeeper).take(conversation);
        } else if (event instanceof LineUpdate report) {
            new Reports(input, gatekeeper).take(report);
        } else if (event instanceof PolicyUpdate text) {
            adopt(input, text.yaml(), offset);
        } else if (event instanceof Command command) {
            new Requests(input, gatekeeper, build).obey(command);
        } else if (event instanceof ShadowOrder order) {
            check(input, order);
        } else if (event instanceof SuspensionOrder order) {
            new Suspending(input).obey(order);
        }
        conclude(input);
    }

    /**
     * Counts a send that was approved before: for a past that is rebuilt from what was recorded.
     *
     * @param at when it was approved
     */
    public void sent(OutboundRequest request, String line, Instant at) {
        Draft draft = new Draft(rows, pseudonyms);
        String pool = request.pool();
        Input input = new Input(draft, pool, inForce(draft, pool), at, at, new Position(partition, 0));
        new Reports(input, gatekeeper).sent(request, line);
        leave(input);
    }

    /**
     * Judges what has fallen due by {@code now}, in order, until about {@code limit} steps were taken: a request judged is
     * one, and so is one put in order after what held it ended.
     *
     * @return how many steps were taken; fewer than the limit means that nothing more is due
     */
    public int drain(Instant now, int limit) {
        int steps = 0;
        while (steps < limit) {
            Due due = firstDue(now);
            if (due == null) {
                return steps;
            }
            steps += wake(due, now);
        }
        return steps;
    }

    /** When something next happens by itself, the end of a wait or a look at an idle line; null when nothing will. */
    public @Nullable Instant nextDue() {
        Due earliest = earliest();
        nextDue = earliest == null ? Instant.MAX : earliest.due();
        return earliest == null ? null : nextDue;
    }

    /** Whether something may happen by itself before the time; the answer takes no look at what waits. */
    public boolean mayBeDueBefore(Instant time) {
        return nextDue == null || nextDue.isBefore(time);
    }

    private @Nullable Due firstDue(Instant now) {
        if (nextDue != null && nextDue.isAfter(now)) {
            return null;
        }
        Due earliest = earliest();
        nextDue = earliest == null ? Instant.MAX : earliest.due();
        return nextDue.isAfter(now) ? null : earliest;
    }

    private @Nullable Due earliest() {
        Due wait = first(waitsFrom, Keysets.DUE_END);
        waitsFrom = wait == null ? Keysets.DUE_END : wait.key();
        Due watch = first(watchesFrom, Keysets.WATCH_END);
        watchesFrom = watch == null ? Keysets.WATCH_END : watch.key();
        return wait == null || (watch != null && watch.due().isBefore(wait.due())) ? watch : wait;
    }

    private @Nullable Due first(String from, String to) {
        List<Row> first = rows.range(Table.DEFERRALS, from, to, 1);
        return first.isEmpty() ? null : (Due) first.get(0);
    }

    private int wake(Due due, Instant now) {
        if (due instanceof Release release) {
            return release(release, now);
        }
        if (due instanceof Watch watch) {
            look(watch, now);
        } else if (due instanceof Wake wake) {
            rejudge(wake, now);
        } else if (due instanceof EarlierWait wait) {
            conclude(begin(wait.request().pool(), now));
        }
        return 1;
    }

    private void look(Watch watch, Instant now) {
        Input input = begin(watch.pool(), now);
        if (input.draft().get(watch.table(), watch.key()) != null) {
            new Dormancy(input).look(watch);
        }
        conclude(input);
    }

    private int release(Release release, Instant now) {
        Input input = begin(release.pool(), now);
        // As the input finds it: an earlier release may have left it where nobody looks now.
        Release current = (Release) input.draft().get(release.table(), release.key());
        Waiting next = new WaitingList(input.draft())
                .release(current == null ? release : current, input.policy(), RELEASE_BATCH);
        if (next != null) {
            new Requests(input, gatekeeper, build).judge(next);
        }
        conclude(input);
        return next == null ? RELEASE_BATCH : 1;
    }

    /**
     * Judges a wait at its own time, if the gate is hardly late: what was planned to the millisecond fits to the millisecond.
     * A gate that comes later judges by the time that it is.
     */
    private void rejudge(Wake wake, Instant now) {
        boolean isPunctual = !now.isAfter(wake.due().plus(PUNCTUAL));
        Input input = begin(wake.pool(), isPunctual ? wake.due() : now);
        Wake current = (Wake) input.draft().get(wake.table(), wake.key());
        if (current != null) {
            new Requests(input, gatekeeper, build).judge(new WaitingList(input.draft()).waiting(current));
        }
        conclude(input);
    }

    /**
     * Gets what a bug keeps from being done out of the way of all else that is due. A wait is given another hour, and past its
     * deadline it is rejected unseen; its booking is given up. A release or a look at an idle line is not tried again: what it
     * would have had judged is judged at its own time.
     */
    public void park(Instant now) {
        Due due = firstDue(now);
        if (due instanceof Release || due instanceof Watch) {
            door.pass(new Step(List.of(new Step.Change(due.table(), due.key(), null)), List.of()));
        } else if (due instanceof Wake wake) {
            Input input = resume(wake.pool(), now);
            new Requests(input, gatekeeper, build).park(new WaitingList(input.draft()).waiting(wake));
            leave(input);
            nextDue = null;
        } else if (due instanceof EarlierWait wait) {
            Input input = resume(wait.request().pool(), now);
            new Requests(input, gatekeeper, build).park(Layout.bringUnbooked(input.draft(), wait));
            leave(input);
            nextDue = null;
        }
    }

    /** An input that is no journal entry stands behind the last one. */
    private Input begin(String pool, Instant now) {
        return begin(pool, now, now, lastPosition(pool));
    }

    private Position lastPosition(String pool) {
        return new Position(partition, rows.poolClock(pool).journalOffset());
    }

    private Input begin(String pool, Instant now, Instant at, Position position) {
        if (isUnderWay) {
            // The step before failed: what was found out on its way was found in a state that never came.
            gatekeeper.boards().forget();
        }
        isUnderWay = true;
        Draft draft = new Draft(rows, pseudonyms);
        Input input = new Input(draft, pool, inForce(draft, pool), now, at, position);
        Layout.bring(input);
        meetClock(input);
        return input;
    }

    /** An input that moves no clock. */
    private Input resume(String pool, Instant now) {
        Draft draft = new Draft(rows, pseudonyms);
        return new Input(draft, pool, inForce(draft, pool), now, now, lastPosition(pool));
    }

    private void conclude(Input input) {
        Draft draft = input.draft();
        draft.put(draft.poolClock(input.pool()).at(input.now(), input.position().offset()));
        leave(input);
    }

    private void leave(Input input) {
        Step step = input.step();
        door.pass(step);
        gatekeeper.boards().took(step);
        isUnderWay = false;
        noteDue(step);
    }

    private void noteDue(Step step) {
        List<Step.Change> changes = step.changes();
        for (int i = 0; i < changes.size(); i++) {
            Step.Change change = changes.get(i);
            // What falls due lies in one table: to ask each row whether it is such costs more than to ask its table.
            if (change.table() == Table.DEFERRALS && change.row() instanceof Due due) {
                noteDue(due);
            }
        }
    }

    private void noteDue(Due due) {
        String key = due.key();
        if (due instanceof Watch) {
            watchesFrom = key.compareTo(watchesFrom) < 0 ? key : watchesFrom;
        } else {
            waitsFrom = key.compareTo(waitsFrom) < 0 ? key : waitsFrom;
        }
        if (nextDue != null && due.due().isBefore(nextDue)) {
            nextDue = due.due();
        }
    }

    private void meetClock(Input input) {
        Instant now = input.now();
        Instant last = input.draft().poolClock(input.pool()).last();
        if (last == null || !now.isBefore(last.minus(SKEW))) {
            return;
        }
        input.emit(new Alert(
                input.pool() + "/clock/" + last,
                input.pool(),
                Kind.CLOCK_SKEW,
                Severity.CRITICAL,
                null,
                null,
                last.toString(),
                now.toString(),
                "The clock stepped back by " + Durations.inWords(Duration.between(now, last))
                        + ". Limits hold, counting what lies ahead as now; check time synchronisation on gates and brokers.",
                now));
        ClockRepair.bringBack(input);
        gatekeeper.boards().forget();
        nextDue = null;
    }

    /** The policy in force in the pool. */
    public Policy policyOf(String pool) {
        return policyOf(rows, pool);
    }

    private Policy policyOf(StateView state, String pool) {
        return inForce(state, pool).policy();
    }

    private PolicyInForce inForce(StateView state, String pool) {
        PoolPolicy stored = state.poolPolicy(pool);
        if (stored == null) {
            return PolicyInForce.DEFAULT;
        }
        PolicyInForce known = policies.get(pool);
        if (known == null || !known.yaml().equals(stored.yaml())) {
            try {
                known = PolicyInForce.of(stored, parser);
            } catch (PolicyException broken) {
                throw new IllegalStateException("the stored policy of pool " + pool + " does not parse", broken);
            }
            policies.put(pool, known);
        }
        return known;
    }

    /** Puts a policy in force that is no journal entry: all that waits by now is planned anew. */
    void adopt(String pool, String yaml, Instant now) {
        Input input = begin(pool, now);
        // What began to wait behind the last entry waits, too.
        adopt(input, yaml, input.position().offset() + 1);
        conclude(input);
    }

    private void adopt(Input input, String yaml, long beforeOffset) {
        String pool = input.pool();
        try {
            Policy adopted = parser.parse(yaml);
            input.draft().put(new PoolPolicy(pool, yaml));
            input.draft().put(Release.ofAll(pool, input.now(), beforeOffset));
            new Dormancy(input, adopted).begunAnew(pool);
        } catch (PolicyException rejected) {
            tell(input, "The new policy does not parse and the old one stays: " + rejected.getMessage());
        }
    }

    /** A second policy is no business of this gate's: it only tells of one that no gate could judge by. */
    private void check(Input input, ShadowOrder order) {
        if (order.yaml() == null) {
            return;
        }
        try {
            parser.parse(order.yaml());
        } catch (PolicyException rejected) {
            tell(input, "The shadow policy does not parse and is not begun: " + rejected.getMessage());
        }
    }

    private void tell(Input input, String rejection) {
        input.emit(new Alert(
                input.pool() + "/policy/" + partition + "/" + input.position().offset(),
                input.pool(),
                Kind.POLICY_REJECTED,
                Severity.CRITICAL,
                null,
                null,
                null,
                null,
                rejection,
                input.now()));
    }
}
