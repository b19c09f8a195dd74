package dev.linewarden.store;

import dev.linewarden.core.state.KeptOptOut;

final class KeptOptOutCodec extends TypeCodec<KeptOptOut> {

    private static final int VERSION = 1;

    KeptOptOutCodec() {
        super(17, KeptOptOut.class, VERSION);
    }

    @Override
    void write(KeptOptOut row, RowOutput out) {
        out.text(row.pool()).text(row.pseudonym());
    }

    @Override
    KeptOptOut read(int version, RowInput in) {
        return new KeptOptOut(in.text(), in.text());
    }
}
