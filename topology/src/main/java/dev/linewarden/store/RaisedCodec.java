package dev.linewarden.store;

import dev.linewarden.core.state.Raised;

final class RaisedCodec extends TypeCodec<Raised> {

    private static final int VERSION = 1;

    RaisedCodec() {
        super(14, Raised.class, VERSION);
    }

    @Override
    void write(Raised row, RowOutput out) {
        out.text(row.pool()).text(row.cause());
        out.number(row.epochDay());
    }

    @Override
    Raised read(int version, RowInput in) {
        return new Raised(in.text(), in.text(), in.number());
    }
}
