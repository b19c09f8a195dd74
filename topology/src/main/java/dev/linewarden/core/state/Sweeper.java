package dev.linewarden.core.state;

import dev.linewarden.core.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Removes rows that no decision can depend on any more, a few at a time.
 *
 * <p>It does not believe the clock: its own time moves at most {@link #CATCH_UP} times as fast as a monotonic one, from
 * where the pools last stood. A clock that runs 30 days ahead for a minute makes it an hour too early, and every row is
 * kept a day longer than any rule can look back.
 */
public final class Sweeper {

    private static final int CATCH_UP = 60;
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final List<Table> TABLES =
            List.of(Table.LINE_BURSTS, Table.SERVER_DAILY_COUNTS, Table.REQUESTS, Table.RECIPIENT_FOLLOW_UPS);
    // What lies before it is the shadows', which are swept as they see themselves.
    private static final String FIRST = Shadowed.endOfAll();
    private static final String LAST = "\uffff";

    private final StateView rows;
    private final Function<String, Policy> policies;
    private Instant trusted;
    private int table;
    private String cursor = FIRST;

    /**
     * A stretch of a table that was looked through.
     *
     * @param from the first key looked at
     * @param to the key behind the last
     * @param horizon what no rule could look back to by then is removed
     */
    public record Sweep(Table table, String from, String to, Instant horizon) {}

    /**
     * @param policies the policy of a pool, whose windows say how far back a rule can look
     * @param start a time that is known to have passed
     */
    public Sweeper(StateView rows, Function<String, Policy> policies, Instant start) {
        this.rows = rows;
        this.policies = policies;
        this.trusted = start;
    }

    /**
     * A sweep and what it removes.
     *
     * @param step empty when nothing was spent
     */
    public record Swept(Sweep sweep, Step step) {}

    /**
     * Sweeps the next stretch, of up to {@code budget} rows.
     *
     * @param elapsed monotonic time since the last call
     */
    public Swept sweep(Instant now, Duration elapsed, int budget) {
        Instant reachable = trusted.plus(elapsed.multipliedBy(CATCH_UP));
        trusted = now.isBefore(reachable) ? now : reachable;
        Table swept = TABLES.get(table);
        List<Row> seen = rows.range(swept, cursor, LAST, budget);
        boolean isLast = seen.size() < budget;
        Sweep sweep =
                new Sweep(swept, cursor, isLast ? LAST : seen.get(budget - 1).key() + '\u0000', trusted.minus(MARGIN));
        table = isLast ? (table + 1) % TABLES.size() : table;
        cursor = isLast ? FIRST : sweep.to();
        return new Swept(sweep, removed(seen, sweep.horizon()));
    }

    /** What that sweep removes: the same from the same rows, in a replay too. */
    public Step again(Sweep sweep) {
        return removed(rows.range(sweep.table(), sweep.from(), sweep.to(), Integer.MAX_VALUE), sweep.horizon());
    }

    private Step removed(List<Row> seen, Instant horizon) {
        List<Step.Change> changes = new ArrayList<>();
        for (Row row : seen) {
            if (isSpent(row, horizon)) {
                changes.add(new Step.Change(row.table(), row.key(), null));
            }
        }
        return new Step(changes, List.of());
    }

    private boolean isSpent(Row row, Instant horizon) {
        if (row instanceof BurstMinute minute) {
            return Instant.ofEpochSecond((minute.minute() + 1) * 60)
                    .plus(policies.apply(minute.pool()).burst().window())
                    .isBefore(horizon);
        }
        if (row instanceof ServerDay day) {
            // Two more days: every zone on earth has left the day by then.
            return LocalDate.ofEpochDay(day.epochDay() + 3)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .isBefore(horizon);
        }
        if (row instanceof RequestRecord record) {
            return record.deferralKey() == null
                    && record.decidedAt()
                            .plus(policies.apply(record.pool()).duplicates().window())
                            .isBefore(horizon);
        }
        if (row instanceof FollowUps sent) {
            return sent.booked().isEmpty()
                    && sent.lastSend() != null
                    && sent.lastSend()
                            .plus(policies.apply(sent.pool()).followUps().resetAfter())
                            .isBefore(horizon);
        }
        return false;
    }
}
