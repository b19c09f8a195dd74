package dev.linewarden.core;

import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.Emission;
import dev.linewarden.core.model.Event;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.PolicyParser.PolicyException;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.ShadowDecision;
import dev.linewarden.core.model.ShadowOrder;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.PoolRows;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.ShadowRun;
import dev.linewarden.core.state.ShadowRun.Cursor;
import dev.linewarden.core.state.ShadowRun.Ending;
import dev.linewarden.core.state.ShadowRun.Order;
import dev.linewarden.core.state.ShadowRun.Phase;
import dev.linewarden.core.state.ShadowView;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Step;
import dev.linewarden.core.state.Sweeper;
import dev.linewarden.core.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The second policies of the pools of one journal partition: each is judged by a gate of its own, on rows of its own, which begin
 * as a copy of the pool's. It hears what the pool hears, and its sends are those that it would have made; that people would have
 * answered otherwise nobody knows, so what they wrote is taken as it was.
 *
 * <p>The first gate reads none of these rows and hears of nothing that happens here. Whoever drives both calls this one behind
 * the first, in the same transaction. Not thread-safe.
 */
public final class Shadows {

    /** How many rows are copied, or removed, at once: some milliseconds. */
    private static final int ROWS_AT_ONCE = 1_000;

    private final StateView rows;
    private final Door door;
    private final PolicyParser parser;
    private final Gates gates;
    private final int rowsAtOnce;
    private final Map<String, Shadow> on = new TreeMap<>();
    // What the first gate changed while a pool is copied, and is to be copied too.
    private final List<Step> unseen = new ArrayList<>();
    private @Nullable Shadow atHand;

    /** Makes gates that are like the first but for what they remember and where they let it out. */
    public interface Gates {
        Gate over(StateView rows, Door door);
    }

    /**
     * Goes on with what the rows say is on.
     *
     * @param door the way into stores and topics
     */
    public Shadows(StateView rows, Door door, PolicyParser parser, Gates gates) {
        this(rows, door, parser, gates, ROWS_AT_ONCE);
    }

    Shadows(StateView rows, Door door, PolicyParser parser, Gates gates, int rowsAtOnce) {
        this.rowsAtOnce = rowsAtOnce;
        this.rows = rows;
        this.door = door;
        this.parser = parser;
        this.gates = gates;
        for (Row row : rows.range(Table.POOLS, "", "\uffff", Integer.MAX_VALUE)) {
            if (row instanceof ShadowRun run && run.isOn()) {
                on.put(run.pool(), new Shadow(run));
            }
        }
    }

    /** One pool's. */
    private final class Shadow {
        final ShadowView view;
        ShadowRun run;
        private @Nullable Gate gate;
        private @Nullable Sweeper sweeper;

        Shadow(ShadowRun run) {
            this.run = run;
            this.view = new ShadowView(rows, run.pool());
        }

        Gate gate() {
            Gate made = gate;
            if (made == null) {
                made = gates.over(view, this::pass);
                gate = made;
            }
            return made;
        }

        Sweeper sweeper(Instant now) {
            Sweeper made = sweeper;
            if (made == null) {
                Instant last = view.poolClock(run.pool()).last();
                made = new Sweeper(view, gate()::policyOf, last == null ? now : last);
                sweeper = made;
            }
            return made;
        }

        /** The way out of its gate: rows become a shadow's, decisions too, and alerts are nobody's business. */
        private void pass(Step step) {
            List<Step.Change> changes = new ArrayList<>(step.changes().size() + 1);
            step.changes().forEach(change -> changes.add(view.change(change)));
            List<Emission> emissions = new ArrayList<>(step.emissions().size());
            ShadowRun next = run;
            boolean decides = false;
            for (Emission emission : step.emissions()) {
                if (emission instanceof Decision decision) {
                    emissions.add(new ShadowDecision(decision));
                    next = next.deciding(decision);
                    decides = true;
                }
            }
            if (decides) {
                changes.add(change(next));
            }
            door.pass(new Step(changes, emissions));
            run = next;
        }

        Step.Change change(ShadowRun next) {
            return new Step.Change(next.table(), next.key(), next, run);
        }

        void become(ShadowRun next, List<Step.Change> changes) {
            changes.add(change(next));
            door.pass(new Step(changes, List.of()));
            if (next.phase() != run.phase()) {
                gate = null;
                sweeper = null;
            }
            run = next;
        }

        void become(ShadowRun next) {
            become(next, new ArrayList<>(1));
        }
    }

    /** Whether any pool has a second policy, or is just rid of one. */
    public boolean isOn() {
        return !on.isEmpty();
    }

    /** Notes what the first gate has changed. Nothing can fail here: it is on the first gate's way. */
    public void changed(Step step) {
        if (on.isEmpty()) {
            return;
        }
        for (Shadow shadow : on.values()) {
            if (shadow.run.phase() == Phase.COPYING) {
                unseen.add(step);
                return;
            }
        }
    }

    /**
     * Takes a journal entry that the first gate has taken.
     *
     * @param offset as it was given to the first gate, likewise {@code appended} and {@code now}
     */
    public void take(Event event, long offset, Instant appended, Instant now) {
        settle();
        if (event instanceof ShadowOrder order) {
            obey(order, offset, now);
            return;
        }
        Shadow shadow = on.get(event.pool());
        if (shadow == null) {
            return;
        }
        atHand = shadow;
        endInTime(shadow, now);
        // A new policy of the pool replaces the first, not the second.
        if (shadow.run.isJudging() && !(event instanceof PolicyUpdate)) {
            shadow.gate().process(event, offset, appended, now);
        }
        atHand = null;
    }

    /**
     * Judges what has fallen due by {@code now}, copies and removes some rows, and ends what is to end by then.
     *
     * @param limit how many steps are taken for one pool, about
     */
    public void drain(Instant now, int limit) {
        moveOn(now, limit, true);
    }

    /** Judges what has fallen due by {@code now}, as {@link #drain} does, and copies and removes nothing. */
    public void judge(Instant now, int limit) {
        moveOn(now, limit, false);
    }

    private void moveOn(Instant now, int limit, boolean movesRows) {
        settle();
        for (Shadow shadow : List.copyOf(on.values())) {
            atHand = shadow;
            endInTime(shadow, now);
            switch (shadow.run.phase()) {
                case COPYING -> {
                    if (movesRows) {
                        copy(shadow, now);
                    }
                }
                case JUDGING -> shadow.gate().drain(now, limit);
                case CLEARING -> {
                    if (movesRows) {
                        clear(shadow);
                    }
                }
                case OVER -> {}
            }
            if (!shadow.run.isOn()) {
                on.remove(shadow.run.pool());
            }
            atHand = null;
        }
    }

    /** Removes what no rule can look back to any more, as the first gate's sweeper does of its own. */
    public void sweep(Instant now, Duration elapsed, int budget) {
        settle();
        for (Shadow shadow : on.values()) {
            if (shadow.run.isJudging()) {
                atHand = shadow;
                Step swept = shadow.sweeper(now).sweep(now, elapsed, budget).step();
                if (!swept.changes().isEmpty()) {
                    shadow.pass(swept);
                }
                atHand = null;
            }
        }
    }

    /** Ends the run that a bug was met in: the others and the first go on. */
    public void giveUp(Instant now) {
        Shadow broken = atHand;
        atHand = null;
        unseen.clear();
        for (Shadow shadow : List.copyOf(on.values())) {
            // One that is being copied has lost what it had not seen yet.
            if (shadow == broken || broken == null || shadow.run.phase() == Phase.COPYING) {
                shadow.become(shadow.run.ended(now, Ending.FAILED));
            }
        }
    }

    private static void endInTime(Shadow shadow, Instant now) {
        if (shadow.run.isExpired(now)) {
            shadow.become(shadow.run.ended(now, Ending.TIME_IS_UP));
        }
    }

    private void obey(ShadowOrder order, long offset, Instant now) {
        Shadow shadow = on.get(order.pool());
        if (order.yaml() == null) {
            if (shadow != null) {
                shadow.become(shadow.run.ended(now, Ending.STOPPED).followedBy(null));
            }
            return;
        }
        try {
            parser.parse(order.yaml());
        } catch (PolicyException rejected) {
            // The first gate has told it.
            return;
        }
        Order asked = new Order(order.yaml(), order.until(), now, offset);
        if (shadow != null) {
            shadow.become(shadow.run.ended(now, Ending.REPLACED).followedBy(asked));
        } else {
            Shadow begun = new Shadow(ShadowRun.of(order.pool(), asked));
            on.put(order.pool(), begun);
            begun.become(begun.run);
        }
    }

    /** Copies what the first gate has changed of a pool that is being copied. */
    private void settle() {
        if (unseen.isEmpty()) {
            return;
        }
        List<Step> steps = List.copyOf(unseen);
        unseen.clear();
        for (Shadow shadow : on.values()) {
            if (shadow.run.phase() == Phase.COPYING) {
                List<Step.Change> changes = new ArrayList<>();
                for (Step step : steps) {
                    for (Step.Change change : step.changes()) {
                        if (isOf(shadow.run.pool(), change)) {
                            changes.add(shadow.view.change(change));
                        }
                    }
                }
                door.pass(new Step(changes, List.of()));
            }
        }
    }

    private static boolean isOf(String pool, Step.Change change) {
        return Keys.poolOf(change.table(), change.key()).equals(pool);
    }

    private void copy(Shadow shadow, Instant now) {
        PoolRows.Batch batch = PoolRows.next(rows, shadow.run.pool(), shadow.run.cursor(), rowsAtOnce);
        List<Step.Change> changes = new ArrayList<>(batch.rows().size() + 1);
        for (Row row : batch.rows()) {
            changes.add(shadow.view.change(new Step.Change(row.table(), row.key(), row)));
        }
        Cursor next = batch.isLast() ? Cursor.START : batch.next();
        shadow.become(shadow.run.copied(next, batch.rows().size()), changes);
        if (batch.isLast()) {
            begin(shadow, now);
        }
    }

    /** It knows what the pool knows; from now on it judges by its own policy. */
    private void begin(Shadow shadow, Instant now) {
        String pool = shadow.run.pool();
        long offset = rows.poolClock(pool).journalOffset();
        shadow.become(shadow.run.judgingSince(now, offset));
        PoolPolicy first = rows.poolPolicy(pool);
        String yaml = shadow.run.order().yaml();
        if (first == null || !first.yaml().equals(yaml)) {
            // Another policy has all that waits planned anew; the same has nothing to plan.
            shadow.gate().adopt(pool, yaml, now);
        }
    }

    private void clear(Shadow shadow) {
        PoolRows.Batch batch = PoolRows.nextOfShadow(rows, shadow.run.pool(), shadow.run.cursor(), rowsAtOnce);
        List<Step.Change> changes = new ArrayList<>(batch.rows().size() + 1);
        for (Row row : batch.rows()) {
            changes.add(new Step.Change(row.table(), row.key(), null));
        }
        ShadowRun next = batch.isLast() ? shadow.run.over() : shadow.run.cleared(batch.next());
        shadow.become(next, changes);
    }
}
