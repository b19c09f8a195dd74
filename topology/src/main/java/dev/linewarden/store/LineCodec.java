package dev.linewarden.store;

import dev.linewarden.core.model.LineUpdate.Status;
import dev.linewarden.core.state.Line;

final class LineCodec extends TypeCodec<Line> {

    private static final int VERSION = 1;
    private static final RowInput.Constants<Status> STATUSES = RowInput.Constants.of(Status.values());

    LineCodec() {
        super(1, Line.class, VERSION);
    }

    @Override
    void write(Line row, RowOutput out) {
        out.text(row.pool()).text(row.line()).text(row.server());
        out.constant(row.status());
        out.timeOrNull(row.activatedAt()).time(row.since());
        out.flag(row.evacuated());
    }

    @Override
    Line read(int version, RowInput in) {
        return new Line(in.text(), in.text(), in.text(), in.constant(STATUSES), in.timeOrNull(), in.time(), in.flag());
    }
}
