package dev.linewarden.core.state;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a rule may read. There is no way to write through it. */
public interface StateView {

    /** How many rows {@link #walk} holds. */
    int PAGE = 1_000;

    /** The row under the key, or null. */
    @Nullable
    Row get(Table table, String key);

    /** Where the keys of these rows are made. Whoever is asked often keeps one. */
    default Keyring keys() {
        return Keyring.NONE;
    }

    /** At most {@code limit} rows with {@code from <= key < to}, in key order. */
    List<Row> range(Table table, String from, String to, int limit);

    /** Shows every row with {@code from <= key < to}, in key order, and holds a page of them: for what may be millions. */
    default void walk(Table table, String from, String to, Consumer<Row> take) {
        String next = from;
        List<Row> page = range(table, next, to, PAGE);
        while (!page.isEmpty()) {
            page.forEach(take);
            // The least key behind the last.
            next = page.get(page.size() - 1).key() + '\0';
            page = page.size() < PAGE ? List.of() : range(table, next, to, PAGE);
        }
    }

    default @Nullable Line line(String pool, String line) {
        return (Line) get(Table.LINES, keys().of(pool, line));
    }

    /** Every line of the pool, by name. */
    default List<Line> lines(String pool) {
        return range(Table.LINES, Keys.start(pool), Keys.end(pool), Integer.MAX_VALUE).stream()
                .map(Line.class::cast)
                .toList();
    }

    default LineActivity lineActivity(String pool, String line) {
        LineActivity row = (LineActivity) get(Table.LINE_ACTIVITY, LineActivity.key(keys(), pool, line));
        return row == null ? LineActivity.none(pool, line) : row;
    }

    default Openers openers(String pool, String line) {
        Openers row = (Openers) get(Table.LINE_ACTIVITY, Openers.key(keys(), pool, line));
        return row == null ? Openers.none(pool, line) : row;
    }

    default Arrivals arrivals(String pool, String line) {
        Arrivals row = (Arrivals) get(Table.LINE_ACTIVITY, Arrivals.key(keys(), pool, line));
        return row == null ? Arrivals.none(pool, line) : row;
    }

    /** How many recipients the line is home to, and will be. */
    default Residents residents(String pool, String line) {
        Residents row = (Residents) get(Table.LINE_ACTIVITY, Residents.key(keys(), pool, line));
        return row == null ? Residents.none(pool, line) : row;
    }

    /** How many recipients have no line and wait for one, without a time. */
    default int homeless(String pool) {
        return residents(pool, Residents.NO_LINE).count();
    }

    default Recipient recipient(String pool, String recipient) {
        Recipient row = (Recipient) get(Table.RECIPIENTS, keys().passing(pool, recipient));
        return row == null ? Recipient.unknown(pool, recipient) : row;
    }

    default FollowUps followUps(String pool, String recipient) {
        FollowUps row = (FollowUps) get(Table.RECIPIENT_FOLLOW_UPS, keys().passing(pool, recipient));
        return row == null ? FollowUps.none(pool, recipient) : row;
    }

    default ServerDay serverDay(String pool, String server, long epochDay) {
        ServerDay row = (ServerDay) get(Table.SERVER_DAILY_COUNTS, ServerDay.key(keys(), pool, server, epochDay));
        return row == null ? new ServerDay(pool, server, epochDay, 0, 0) : row;
    }

    default BurstMinute burstMinute(String pool, String line, long minute) {
        BurstMinute row = (BurstMinute) get(Table.LINE_BURSTS, BurstMinute.key(keys(), pool, line, minute));
        return row == null ? BurstMinute.empty(pool, line, minute) : row;
    }

    /** The {@link BurstMinute#packed} entries of that minute: for searches, which look at many minutes in which nothing is. */
    default long[] entriesOf(String pool, String line, long minute) {
        BurstMinute row = (BurstMinute) get(Table.LINE_BURSTS, BurstMinute.key(keys(), pool, line, minute));
        return row == null ? BurstMinute.NOTHING : row.packed();
    }

    default @Nullable RequestRecord request(String pool, String requestId) {
        return (RequestRecord) get(Table.REQUESTS, keys().passing(pool, requestId));
    }

    default PoolClock poolClock(String pool) {
        PoolClock row = (PoolClock) get(Table.POOLS, PoolClock.key(keys(), pool));
        return row == null ? PoolClock.initial(pool) : row;
    }

    /** What operators keep the pool from sending. */
    default Suspensions suspensions(String pool) {
        Suspensions row = (Suspensions) get(Table.POOLS, Suspensions.key(keys(), pool));
        return row == null ? Suspensions.none(pool) : row;
    }

    default @Nullable PoolPolicy poolPolicy(String pool) {
        return (PoolPolicy) get(Table.POOLS, PoolPolicy.key(keys(), pool));
    }
}
