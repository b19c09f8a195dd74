package dev.linewarden.store;

import dev.linewarden.core.state.Release;

final class ReleaseCodec extends TypeCodec<Release> {

    private static final int VERSION = 1;

    ReleaseCodec() {
        super(10, Release.class, VERSION);
    }

    @Override
    void write(Release row, RowOutput out) {
        out.text(row.pool()).text(row.cause()).text(row.from());
        out.time(row.due());
        out.number(row.beforeOffset());
    }

    @Override
    Release read(int version, RowInput in) {
        String pool = in.text();
        String cause = in.text();
        String from = in.text();
        return new Release(pool, cause, in.time(), in.number(), from);
    }
}
