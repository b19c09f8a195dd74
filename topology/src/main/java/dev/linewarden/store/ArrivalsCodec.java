package dev.linewarden.store;

import dev.linewarden.core.state.Arrivals;

final class ArrivalsCodec extends TypeCodec<Arrivals> {

    private static final int VERSION = 2;

    ArrivalsCodec() {
        super(18, Arrivals.class, VERSION);
    }

    @Override
    void write(Arrivals row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.ascending(row.hours());
        out.ascending(row.minutes());
    }

    @Override
    Arrivals read(int version, RowInput in) {
        return new Arrivals(in.text(), in.text(), in.ascending(), version >= 2 ? in.ascending() : new long[0]);
    }
}
