package dev.linewarden.store;

import dev.linewarden.core.state.ServerDay;

final class ServerDayCodec extends TypeCodec<ServerDay> {

    private static final int VERSION = 1;

    ServerDayCodec() {
        super(6, ServerDay.class, VERSION);
    }

    @Override
    void write(ServerDay row, RowOutput out) {
        out.text(row.pool()).text(row.server());
        out.number(row.epochDay()).number(row.sends()).number(row.alerted());
    }

    @Override
    ServerDay read(int version, RowInput in) {
        return new ServerDay(in.text(), in.text(), in.number(), in.integer(), in.integer());
    }
}
