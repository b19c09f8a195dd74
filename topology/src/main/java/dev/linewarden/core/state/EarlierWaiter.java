package dev.linewarden.core.state;

/**
 * An entry of the index by cause, as releases before bookings kept it. It is read alone to be deleted, see {@link Layout}: its
 * {@link Waiter} lies under another key.
 *
 * @param arrivalOffset the journal offset of the request
 * @param deferralKey the key of the {@link EarlierWait}
 * @param sinceOffset the journal offset at which the wait began
 */
public record EarlierWaiter(
        String pool, String cause, long arrivalOffset, String requestId, String deferralKey, long sinceOffset)
        implements Row {

    static String key(String pool, String cause, long arrivalOffset, String requestId) {
        return Keys.of(Keys.of(Waiter.FAMILY, pool, cause), Keys.ordered(arrivalOffset), requestId);
    }

    @Override
    public Table table() {
        return Table.DEFERRALS;
    }

    @Override
    public String key() {
        return key(pool, cause, arrivalOffset, requestId);
    }
}
