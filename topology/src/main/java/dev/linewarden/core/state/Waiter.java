package dev.linewarden.core.state;

/**
 * An entry of the index by cause: leads from what is waited for to who waits.
 *
 * @param deferralKey the key of the {@link Deferral}
 * @param since the journal position at which the wait began
 */
public record Waiter(String pool, String cause, long arrival, String requestId, String deferralKey, long since)
        implements Row {

    private static final String FAMILY = "by-cause";

    public static String start(String pool, String cause) {
        return Keys.start(Keys.of(FAMILY, pool, cause));
    }

    public static String end(String pool, String cause) {
        return Keys.end(Keys.of(FAMILY, pool, cause));
    }

    public static String key(String pool, String cause, long arrival, String requestId) {
        return Keys.of(Keys.of(FAMILY, pool, cause), Keys.ordered(arrival), requestId);
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return key(pool, cause, arrival, requestId);
    }
}
