package dev.linewarden.store;

import dev.linewarden.core.state.PoolClock;

final class PoolClockCodec extends TypeCodec<PoolClock> {

    private static final int VERSION = 2;

    PoolClockCodec() {
        super(12, PoolClock.class, VERSION);
    }

    @Override
    void write(PoolClock row, RowOutput out) {
        out.text(row.pool());
        out.timeOrNull(row.last());
        out.number(row.journalOffset());
        out.textOrNull(row.lastAssigned());
        out.number(row.layout());
    }

    @Override
    PoolClock read(int version, RowInput in) {
        return new PoolClock(
                in.text(),
                in.timeOrNull(),
                in.number(),
                in.textOrNull(),
                version >= 2 ? in.integer() : PoolClock.LAYOUT_BEFORE_BOOKINGS);
    }
}
