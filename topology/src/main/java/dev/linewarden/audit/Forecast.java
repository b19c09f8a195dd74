package dev.linewarden.audit;

import dev.linewarden.client.Progress;
import dev.linewarden.contract.Build;
import dev.linewarden.core.Door;
import dev.linewarden.core.Gate;
import dev.linewarden.core.Output;
import dev.linewarden.core.model.Alert;
import dev.linewarden.core.model.Decision;
import dev.linewarden.core.model.LineUpdate;
import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.PolicyParser;
import dev.linewarden.core.model.PolicyUpdate;
import dev.linewarden.core.model.RecipientFacts;
import dev.linewarden.core.state.Deferral;
import dev.linewarden.core.state.EarlierWait;
import dev.linewarden.core.state.EarlierWaiter;
import dev.linewarden.core.state.Keys;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.PoolPolicy;
import dev.linewarden.core.state.Release;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.StateView;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Waiter;
import dev.linewarden.core.state.Wake;
import dev.linewarden.store.MemoryRows;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of all that waits in a pool if nobody writes and nothing is asked for any more: the core itself, on a copy of the
 * state, from one thing that falls due to the next. With more lines all is planned anew on another copy. Not thread-safe.
 */
public final class Forecast {

    /** More lines than this are not tried. */
    public static final int MOST_LINES = 1024;

    private static final String EVERY_KEY_ENDS_BEFORE = "\uffff";
    // No name that can be typed.
    private static final String NEW_LINE = "\u0002new-";

    private final String pool;
    private final RecipientFacts facts;
    private final PolicyParser parser;
    private final Progress progress;
    private final Instant now;
    private final @Nullable Instant asOf;
    private final MemoryRows rows;
    private final Map<String, Deferral> backlog = new LinkedHashMap<>();
    private final ZoneId zone;

    /**
     * How many more lines bring the backlog forward to a time.
     *
     * @param lines the fewest that do; when none do, the most that bring any of it forward
     * @param late how many requests of the backlog are sent later even so, or not at all
     * @param anew whether adding the lines is not enough: what has a time keeps it until its pool's policy is applied again
     */
    public record Wish(int lines, int late, boolean anew) {

        /** Whether so many lines do. */
        public boolean isGranted() {
            return late == 0;
        }
    }

    /**
     * A forecast of one pool.
     *
     * @param state all tables; it is copied and not written to
     * @param now the time from which on it is forecast; what should have happened by then is judged at it, as a gate that
     *     starts would
     * @param progress is told of each decision
     */
    public Forecast(
            StateView state, String pool, RecipientFacts facts, PolicyParser parser, Instant now, Progress progress) {
        this.pool = pool;
        this.facts = facts;
        this.parser = parser;
        this.progress = progress;
        this.asOf = state.poolClock(pool).last();
        this.now = asOf != null && asOf.isAfter(now) ? asOf : now;
        this.rows = new MemoryRows();
        copy(state, rows);
        Gate gate = gate(rows, decision -> {});
        gate.drain(this.now, Integer.MAX_VALUE);
        this.zone = gate.policyOf(pool).newConversations().zone();
        for (Row row : all(rows, Table.DEFERRALS)) {
            if (row instanceof Deferral waits) {
                backlog.put(waits.request().requestId(), waits);
            }
        }
    }

    private Gate gate(MemoryRows onto, Consumer<Decision> decided) {
        Output output = new Output() {
            @Override
            public void decided(Decision decision) {
                decided.accept(decision);
            }

            @Override
            public void alerted(Alert alert) {
                // What may happen alerts nobody.
            }
        };
        return new Gate(onto, facts, parser, Door.onto(onto, output), 0, Build.name());
    }

    private static Iterable<Row> all(StateView from, Table table) {
        return from.range(table, "", EVERY_KEY_ENDS_BEFORE, Integer.MAX_VALUE);
    }

    /** Copies the pool's rows, without the watches: an idle line is looked at for ever. */
    private void copy(StateView from, MemoryRows to) {
        for (Table table : Table.values()) {
            if (table == Table.DEFERRALS) {
                all(from, table).forEach(row -> {
                    if (pool.equals(poolOf(row))) {
                        to.put(row);
                    }
                });
            } else {
                from.range(table, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE)
                        .forEach(to::put);
            }
        }
    }

    private static @Nullable String poolOf(Row waiting) {
        // Java 17: no pattern switch yet.
        if (waiting instanceof Deferral deferral) {
            return deferral.request().pool();
        } else if (waiting instanceof Wake wake) {
            return wake.pool();
        } else if (waiting instanceof Waiter waiter) {
            return waiter.pool();
        } else if (waiting instanceof Release release) {
            return release.pool();
        } else if (waiting instanceof EarlierWait earlier) {
            return earlier.request().pool();
        } else {
            return waiting instanceof EarlierWaiter earlier ? earlier.pool() : null;
        }
    }

    /** The time of the last input that the state knows of; null for a pool that had none. */
    public @Nullable Instant asOf() {
        return asOf;
    }

    /** The time from which on it is forecast. */
    public Instant from() {
        return now;
    }

    /**
     * The fewest more lines, each on a server with room, with which everything that has a time or waits for a line goes by
     * {@code wished}, as it is promised when all is planned anew. What one more line does says where to look first.
     */
    public Wish bringForward(Instant wished) {
        int without = lateWith(0, wished);
        if (without == 0) {
            return new Wish(0, 0, false);
        }
        int fewest = lateWith(1, wished);
        if (fewest >= without) {
            return new Wish(0, without, false);
        }
        int enough = 1;
        int tooFew = 0;
        int next = 1 + Math.floorDiv(without - 1, without - fewest);
        while (fewest > 0 && next <= MOST_LINES) {
            int late = lateWith(next, wished);
            if (late >= fewest) {
                break;
            }
            tooFew = enough;
            enough = next;
            fewest = late;
            next *= 2;
        }
        int found = fewestWith(wished, fewest, tooFew, enough);
        boolean anew = planned(found, false).lateBy(wished) > fewest;
        return new Wish(found, fewest, anew);
    }

    /** The fewest lines above {@code tooFew} with which no more are late: nearly always as many as were tried. */
    private int fewestWith(Instant wished, int late, int tooFew, int enough) {
        int low = tooFew;
        int high = enough;
        int lines = high - 1;
        while (high - low > 1) {
            if (lateWith(lines, wished) <= late) {
                high = lines;
            } else {
                low = lines;
            }
            lines = (low + high) / 2;
        }
        return high;
    }

    private int lateWith(int newLines, Instant wished) {
        return planned(newLines, newLines > 0).lateBy(wished);
    }

    /** What becomes of the backlog with the lines that are there. */
    public Course course() {
        return run(0, false, true);
    }

    /**
     * What is promised.
     *
     * @param newLines lines that are added now
     * @param anew whether everything is planned anew then, as it is when a policy is applied
     */
    Course planned(int newLines, boolean anew) {
        return run(newLines, anew, false);
    }

    private Course run(int newLines, boolean anew, boolean toTheEnd) {
        MemoryRows copy = rows.copy();
        Course course = new Course(backlog, zone);
        try (Progress.Task task = progress.begin(newLines == 0 ? "forecast" : "with " + newLines + " more")) {
            Gate gate = gate(copy, decision -> {
                task.step();
                course.decided(decision);
            });
            add(newLines, anew, gate, copy);
            while (toTheEnd
                    && !copy.range(Table.DEFERRALS, Keysets.DUE_START, Keysets.DUE_END, 1)
                            .isEmpty()) {
                gate.drain(Objects.requireNonNull(gate.nextDue()), Integer.MAX_VALUE);
            }
        }
        return course;
    }

    private void add(int newLines, boolean anew, Gate gate, StateView state) {
        long offset = state.poolClock(pool).journalOffset() + 1;
        for (int i = 0; i < newLines; i++) {
            String name = NEW_LINE + i;
            gate.process(new LineUpdate(pool, name, name, Status.ACTIVE, now, now, null), offset++, now, now);
        }
        if (anew) {
            PoolPolicy policy = state.poolPolicy(pool);
            gate.process(new PolicyUpdate(pool, policy == null ? "{}" : policy.yaml(), now), offset, now, now);
        }
        gate.drain(now, Integer.MAX_VALUE);
    }
}
