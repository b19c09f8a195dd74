package dev.linewarden.core.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the index by cause: leads from what is waited for to who waits, in order of promised time; what is held comes
 * first, for it should have gone already.
 *
 * @param promised the promised time; null when it is held
 * @param arrivalOffset the journal offset of the request
 * @param sinceOffset the journal offset behind which the wait began
 */
public record Waiter(
        String pool, String cause, @Nullable Instant promised, long arrivalOffset, String requestId, long sinceOffset)
        implements Row {

    static final String FAMILY = "by-cause";

    static Waiter of(Deferral deferral, String cause) {
        return new Waiter(
                deferral.request().pool(),
                cause,
                deferral.promised(),
                deferral.arrivalOffset(),
                deferral.request().requestId(),
                deferral.sinceOffset());
    }

    /** The key before all entries of the pool. */
    static String startOfAll(String pool) {
        return Keys.start(Keys.of(FAMILY, pool));
    }

    public static String start(String pool, String cause) {
        return Keys.start(Keys.of(FAMILY, pool, cause));
    }

    public static String end(String pool, String cause) {
        return Keys.end(Keys.of(FAMILY, pool, cause));
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        long time = promised == null ? 0 : promised.toEpochMilli();
        return Keys.of(Keys.of(FAMILY, pool, cause), Keys.ordered(time) + Keys.ordered(arrivalOffset), requestId);
    }
}
