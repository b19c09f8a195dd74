package dev.linewarden.store;

import dev.linewarden.core.state.Watch;

final class WatchCodec extends TypeCodec<Watch> {

    private static final int VERSION = 1;

    WatchCodec() {
        super(15, Watch.class, VERSION);
    }

    @Override
    void write(Watch row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.time(row.due());
    }

    @Override
    Watch read(int version, RowInput in) {
        return new Watch(in.text(), in.text(), in.time());
    }
}
