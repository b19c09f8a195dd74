package dev.linewarden.store;

import dev.linewarden.core.state.Waiter;

final class WaiterCodec extends TypeCodec<Waiter> {

    private static final int VERSION = 1;

    WaiterCodec() {
        super(11, Waiter.class, VERSION);
    }

    @Override
    void write(Waiter row, RowOutput out) {
        out.text(row.pool()).text(row.cause()).text(row.requestId()).text(row.deferralKey());
        out.number(row.arrival()).number(row.since());
    }

    @Override
    Waiter read(int version, RowInput in) {
        String pool = in.text();
        String cause = in.text();
        String requestId = in.text();
        String deferralKey = in.text();
        return new Waiter(pool, cause, in.number(), requestId, deferralKey, in.number());
    }
}
