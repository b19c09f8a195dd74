package dev.linewarden.store;

import dev.linewarden.core.state.Waiter;
import java.time.Instant;

/** Version 1 lies under another key and named the wait's own; {@link dev.linewarden.core.state.EarlierWait} finds it. */
final class WaiterCodec extends TypeCodec<Waiter> {

    private static final int VERSION = 2;

    WaiterCodec() {
        super(11, Waiter.class, VERSION);
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
        Instant promised = version >= 2 ? in.timeOrNull() : null;
        if (version == 1) {
            in.text();
        }
        return new Waiter(pool, cause, promised, in.number(), requestId, in.number());
    }
}
