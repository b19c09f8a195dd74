package dev.linewarden.store;

import dev.linewarden.core.state.EarlierWaiter;

/** Entries of the index by cause as releases before bookings wrote them. */
final class EarlierWaiterCodec extends TypeCodec<EarlierWaiter> {

    private static final int VERSION = 1;

    EarlierWaiterCodec() {
        super(11, EarlierWaiter.class, VERSION);
    }

    @Override
    void write(EarlierWaiter row, RowOutput out) {
        out.text(row.pool()).text(row.cause()).text(row.requestId()).text(row.deferralKey());
        out.number(row.arrivalOffset()).number(row.sinceOffset());
    }

    @Override
    EarlierWaiter read(int version, RowInput in) {
        String pool = in.text();
        String cause = in.text();
        String requestId = in.text();
        String deferralKey = in.text();
        return new EarlierWaiter(pool, cause, in.number(), requestId, deferralKey, in.number());
    }
}
