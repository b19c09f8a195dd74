package dev.linewarden.store;

import dev.linewarden.core.state.Waiter;
import java.time.Instant;

final class WaiterCodec extends TypeCodec<Waiter> {

    private static final int VERSION = 1;

    WaiterCodec() {
        super(21, Waiter.class, VERSION);
    }

    @Override
    void write(Waiter row, RowOutput out) {
        out.text(row.pool()).text(row.cause()).text(row.requestId());
        out.timeOrNull(row.promised());
        out.number(row.arrivalOffset()).number(row.sinceOffset());
    }

    @Override
    Waiter read(int version, RowInput in) {
        String pool = in.text();
        String cause = in.text();
        String requestId = in.text();
        Instant promised = in.timeOrNull();
        return new Waiter(pool, cause, promised, in.number(), requestId, in.number());
    }
}
