package dev.linewarden.store;

import dev.linewarden.core.state.BurstMinute;

final class BurstMinuteCodec extends TypeCodec<BurstMinute> {

    private static final int VERSION = 1;

    BurstMinuteCodec() {
        super(7, BurstMinute.class, VERSION);
    }

    @Override
    void write(BurstMinute row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.number(row.minute());
        out.ascending(row.packed()).ascending(row.inbounds());
    }

    @Override
    BurstMinute read(int version, RowInput in) {
        return new BurstMinute(in.text(), in.text(), in.number(), in.ascending(), in.ascending());
    }
}
