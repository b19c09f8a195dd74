package dev.linewarden.store;

import dev.linewarden.core.state.EarlierWait;

/** Waits as releases before bookings wrote them. */
final class EarlierWaitCodec extends TypeCodec<EarlierWait> {

    private static final int VERSION = 2;

    EarlierWaitCodec() {
        super(9, EarlierWait.class, VERSION);
    }

    @Override
    void write(EarlierWait row, RowOutput out) {
        RequestFields.write(row.request(), out);
        out.number(row.attempt());
        out.time(row.due()).time(row.promised());
        out.textOrNull(row.cause());
        out.constant(row.urgency());
        out.number(row.arrivalOffset()).number(row.inboundsSeen());
        out.time(row.firstJudgedAt()).time(row.judgedAt());
        out.textOrNull(row.line());
        out.timeOrNull(row.slot());
        out.flag(row.reply());
    }

    @Override
    EarlierWait read(int version, RowInput in) {
        return new EarlierWait(
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
