package dev.linewarden.store;

import dev.linewarden.core.state.Openers;

final class OpenersCodec extends TypeCodec<Openers> {

    private static final int VERSION = 1;

    OpenersCodec() {
        super(3, Openers.class, VERSION);
    }

    @Override
    void write(Openers row, RowOutput out) {
        out.text(row.pool()).text(row.line());
        out.ascending(row.packed());
    }

    @Override
    Openers read(int version, RowInput in) {
        return new Openers(in.text(), in.text(), in.ascending());
    }
}
