package dev.linewarden.core.fleet;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.model.Policy;
import dev.linewarden.core.state.Input;
import dev.linewarden.core.state.Keysets;
import dev.linewarden.core.state.Line;
import dev.linewarden.core.state.Row;
import dev.linewarden.core.state.Rows;
import dev.linewarden.core.state.Table;
import dev.linewarden.core.state.Watch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Watches for lines that send nothing: the guide says that about two months without traffic deactivate a line. */
public final class Dormancy {

    private final Input input;
    private final Rows rows;
    private final Policy.Dormancy policy;
    private final Instant now;

    public Dormancy(Input input) {
        this(input, input.policy());
    }

    /** @param policy the one that the input puts in force */
    public Dormancy(Input input, Policy policy) {
        this.input = input;
        this.rows = input.draft();
        this.policy = policy.dormancy();
        this.now = input.at();
    }

    /** A line was reported: begins to watch one that is new or returns from retirement, and lets a retired one go. */
    public void reported(@Nullable Line before, Line line) {
        boolean watched = before != null && before.status() != Status.RETIRED;
        boolean wanted = line.status() != Status.RETIRED;
        if (!watched && wanted) {
            put(line);
        } else if (watched && !wanted) {
            forget(line.pool(), line.line());
        }
    }

    private Instant idleSince(Line line) {
        return rows.lineActivity(line.pool(), line.line()).idleSince(line);
    }

    private void put(Line line) {
        Instant warn = idleSince(line).plus(policy.warnAfter());
        rows.put(new Watch(line.pool(), line.line(), warn.isBefore(now) ? now : warn));
    }

    private void forget(String pool, String line) {
        for (Row row : all()) {
            Watch watch = (Watch) row;
            if (watch.pool().equals(pool) && watch.line().equals(line)) {
                rows.delete(watch.table(), watch.key());
            }
        }
    }

    private Iterable<Row> all() {
        return rows.range(Table.DEFERRALS, Keysets.WATCH_START, Keysets.WATCH_END, Integer.MAX_VALUE);
    }

    /** The pool's policy or clock has changed, and with it when each line is to be looked at. */
    public void begunAnew(String pool) {
        for (Row row : all()) {
            if (((Watch) row).pool().equals(pool)) {
                rows.delete(row.table(), row.key());
            }
        }
        for (Line line : rows.lines(pool)) {
            if (line.status() != Status.RETIRED) {
                put(line);
            }
        }
    }

    /** The time has come to look: warns of a line that is idle, and says when to look again. */
    public void look(Watch watch) {
        rows.delete(watch.table(), watch.key());
        Line line = rows.line(watch.pool(), watch.line());
        if (line == null || line.status() == Status.RETIRED) {
            return;
        }
        Instant idleSince = idleSince(line);
        Instant warn = idleSince.plus(policy.warnAfter());
        Instant deactivated = idleSince.plus(policy.deactivatedAfter());
        if (now.isBefore(warn)) {
            rows.put(new Watch(watch.pool(), watch.line(), warn));
            return;
        }
        new Alarms(input).dormant(line, idleSince, deactivated);
        // Past its deactivation it is told again, seldom, until it is retired or sends.
        rows.put(new Watch(
                watch.pool(),
                watch.line(),
                now.isBefore(deactivated) ? deactivated : now.plus(policy.deactivatedAfter())));
    }
}
