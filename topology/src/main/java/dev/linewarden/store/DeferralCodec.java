package dev.linewarden.store;

import dev.linewarden.core.state.Deferral;

final class DeferralCodec extends TypeCodec<Deferral> {

    private static final int VERSION = 2;

    DeferralCodec() {
        super(9, Deferral.class, VERSION);
    }

    @Override
    void write(Deferral row, RowOutput out) {
        RequestFields.write(row.request(), out);
        out.number(row.attempt());
        out.time(row.due()).time(row.promised());
        out.textOrNull(row.cause());
        out.constant(row.urgency());
        out.number(row.arrival()).number(row.inboundsSeen());
        out.time(row.firstJudgedAt()).time(row.judgedAt());
        out.textOrNull(row.line());
        out.timeOrNull(row.slot());
        out.flag(row.reply());
    }

    @Override
    Deferral read(int version, RowInput in) {
        return new Deferral(
                RequestFields.read(version, in),
                in.integer(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.constant(RequestFields.PRIORITIES),
                in.number(),
                in.number(),
                in.time(),
                in.time(),
                in.textOrNull(),
                in.timeOrNull(),
                in.flag());
    }
}
