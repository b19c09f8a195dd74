package dev.linewarden.store;

import dev.linewarden.core.state.Wake;

final class WakeCodec extends TypeCodec<Wake> {

    private static final int VERSION = 1;

    WakeCodec() {
        super(19, Wake.class, VERSION);
    }

    @Override
    void write(Wake row, RowOutput out) {
        out.text(row.pool()).text(row.requestId());
        out.time(row.due());
        out.constant(row.urgency());
        out.number(row.arrivalOffset());
        out.textOrNull(row.line());
    }

    @Override
    Wake read(int version, RowInput in) {
        return new Wake(
                in.text(), in.text(), in.time(), in.constant(RequestFields.PRIORITIES), in.number(), in.textOrNull());
    }
}
