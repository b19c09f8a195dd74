package dev.linewarden.store;

import dev.linewarden.core.state.Suspension;
import dev.linewarden.core.state.Suspensions;

final class SuspensionsCodec extends TypeCodec<Suspensions> {

    private static final int VERSION = 1;

    SuspensionsCodec() {
        super(24, Suspensions.class, VERSION);
    }

    @Override
    void write(Suspensions row, RowOutput out) {
        out.text(row.pool());
        out.list(row.all(), (one, to) -> to.textOrNull(one.labelKey())
                .textOrNull(one.labelValue())
                .timeOrNull(one.until())
                .textOrNull(one.reason())
                .time(one.since()));
    }

    @Override
    Suspensions read(int version, RowInput in) {
        return new Suspensions(
                in.text(),
                in.list(from -> new Suspension(
                        from.textOrNull(), from.textOrNull(), from.timeOrNull(), from.textOrNull(), from.time())));
    }
}
